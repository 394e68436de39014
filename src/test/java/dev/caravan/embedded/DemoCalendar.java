package dev.caravan.embedded;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** When people come: on weekdays more than at weekends, in the Americas' daytime, in October more than in September. */
final class DemoCalendar {

    /** The first day. */
    static final LocalDate FROM = LocalDate.of(2026, 9, 1);

    /** The day after the last. */
    static final LocalDate TO = LocalDate.of(2026, 11, 1);

    static final LocalDate LAST_OF_SEPTEMBER = LocalDate.of(2026, 9, 30);

    private static final List<LocalDate> DAYS = FROM.datesUntil(TO).toList();

    private static final int[] BUSY_DAYS =
            DAYS.stream().mapToInt(DemoCalendar::readersOn).toArray();

    /** By hour of the day in UTC; the Americas' office hours are its afternoon and evening. */
    private static final int[] BUSY_HOURS = {
        4, 3, 2, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 9, 10, 10, 10, 10, 10, 10, 9, 8, 7, 5
    };

    private final DemoDice dice;

    DemoCalendar(DemoDice dice) {
        this.dice = dice;
    }

    Instant arrival() {
        return at(DAYS.get(dice.share(BUSY_DAYS)), dice.share(BUSY_HOURS), dice.between(0, 59));
    }

    /** Some minutes before midnight, UTC. */
    Instant lateOn(LocalDate day) {
        return at(day, 23, dice.between(50, 58));
    }

    /** Any day but the last, whose midnight ends the demo's time. */
    LocalDate dayBeforeAnother() {
        return dice.oneOf(DAYS.subList(0, DAYS.size() - 1));
    }

    static Instant end() {
        return TO.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private Instant at(LocalDate day, int hour, int minute) {
        return day.atTime(hour, minute, dice.between(0, 59)).toInstant(ZoneOffset.UTC);
    }

    private static int readersOn(LocalDate day) {
        int weekday =
                switch (day.getDayOfWeek()) {
                    case SATURDAY -> 50;
                    case SUNDAY -> 40;
                    case FRIDAY -> 85;
                    default -> 100;
                };
        return day.getMonthValue() == 10 ? weekday * 115 / 100 : weekday;
    }
}

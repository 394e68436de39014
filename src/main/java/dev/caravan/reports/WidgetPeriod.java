package dev.caravan.reports;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.Period;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code start_date} and {@code end_date} of the widgets: {@code now}, {@code now-1y} (days d, weeks w, months M, years
 * y), a year, month or day, or an instant, which is UTC if it has no offset.
 */
final class WidgetPeriod {

    private static final Pattern NOW = Pattern.compile("now(?:-(\\d{1,5})([dwMy]))?");
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:.]{5,18}(?:Z|[+-]\\d{2}:\\d{2})?");

    private WidgetPeriod() {}

    /**
     * Both ends are inclusive, and every month that they touch counts whole: a month's figures are dated on its first day.
     *
     * @param today UTC
     * @throws InvalidRequest {@code period-invalid}, {@code period-too-long}
     */
    static Period months(String start, String end, LocalDate today, int mostYears) {
        return wholeMonths(date(start, today).through(date(end, today)), mostYears);
    }

    /** @throws InvalidRequest {@code period-too-long} */
    static Period wholeMonths(Period period, int mostYears) {
        LocalDate last = period.to().minusDays(1);
        return bounded(
                Period.month(YearMonth.from(period.from())).through(Period.month(YearMonth.from(last))), mostYears);
    }

    /** @throws InvalidRequest {@code period-too-long} */
    static Period bounded(Period period, int mostYears) {
        // now-30y to now is a month more than that
        if (period.from().plusYears(mostYears).plusMonths(1).isBefore(period.to())) {
            throw new InvalidRequest(
                    "period-too-long",
                    "From " + period.from() + " to " + period.to().minusDays(1) + " is more than " + mostYears
                            + " years");
        }
        return period;
    }

    private static Period date(String text, LocalDate today) {
        try {
            Matcher now = NOW.matcher(text);
            if (now.matches()) {
                return Period.parse(before(today, now).toString());
            }
            return INSTANT.matcher(text).matches() ? Period.parse(day(text).toString()) : Period.parse(text);
        } catch (DateTimeException | InvalidRequest e) {
            throw new InvalidRequest(
                    "period-invalid",
                    "'" + text
                            + "' is no date: give 2026-09-05, 2026-09, 2026, an instant such as 2026-09-05T00:00:00Z,"
                            + " now, or now-1y (d, w, M, y)");
        }
    }

    private static LocalDate before(LocalDate today, Matcher now) {
        if (now.group(1) == null) {
            return today;
        }
        int amount = Integer.parseInt(now.group(1));
        return switch (now.group(2)) {
            case "d" -> today.minusDays(amount);
            case "w" -> today.minusWeeks(amount);
            case "M" -> today.minusMonths(amount);
            default -> today.minusYears(amount);
        };
    }

    private static LocalDate day(String instant) {
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(instant, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime zoned
                ? zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate()
                : LocalDateTime.from(time).toLocalDate();
    }
}

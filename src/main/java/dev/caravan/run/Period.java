package dev.caravan.run;

import dev.caravan.platform.InvalidRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.stream.Stream;

/**
 * A span of whole UTC days, {@code from} inclusive, {@code to} exclusive; never empty.
 *
 * <p>Half-open so that consecutive periods tile without overlap: the end of May is the start of June.
 */
public record Period(LocalDate from, LocalDate to) implements Comparable<Period> {

    public Period {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("Empty period: from " + from + " is not before to " + to);
        }
    }

    public static Period day(LocalDate day) {
        return new Period(day, day.plusDays(1));
    }

    public static Period month(YearMonth month) {
        return new Period(month.atDay(1), month.plusMonths(1).atDay(1));
    }

    /**
     * @param text {@code 2026}, {@code 2026-09} or {@code 2026-09-05}
     * @throws InvalidRequest {@code period-invalid} when it is none of them, no real date, or one that the ledger's
     *     database cannot keep: before 1000 or after 9998
     */
    public static Period parse(String text) {
        try {
            if (text.matches("0.*|9999.*")) {
                throw new DateTimeException(text);
            }
            if (text.matches("\\d{4}")) {
                Year year = Year.parse(text);
                return new Period(year.atDay(1), year.plusYears(1).atDay(1));
            }
            if (text.matches("\\d{4}-\\d{2}")) {
                return month(YearMonth.parse(text));
            }
            // LocalDate alone would also read -2026-09-05 and +12026-09-05
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return day(LocalDate.parse(text));
            }
        } catch (DateTimeException e) {
            // no such month or day
        }
        throw new InvalidRequest(
                "period-invalid", "'" + text + "' is no period: give a year 2026, a month 2026-09 or a day 2026-09-05");
    }

    /** From the start of this period to the end of {@code last}. */
    public Period through(Period last) {
        if (!from.isBefore(last.to)) {
            throw new InvalidRequest(
                    "period-invalid", "The period ends before it begins: " + unit() + " to " + last.unit());
        }
        return new Period(from, last.to);
    }

    /** The single days of this period, in order. */
    public Stream<Period> days() {
        return from.datesUntil(to).map(Period::day);
    }

    /** The whole calendar months that this period touches, in order. */
    public Stream<Period> months() {
        YearMonth last = YearMonth.from(to.minusDays(1));
        return Stream.iterate(YearMonth.from(from), month -> !month.isAfter(last), month -> month.plusMonths(1))
                .map(Period::month);
    }

    public boolean isDay() {
        return to.equals(from.plusDays(1));
    }

    public boolean isMonth() {
        return from.getDayOfMonth() == 1 && to.equals(from.plusMonths(1));
    }

    /** The shortest text for this period: {@code 2026-09-05}, {@code 2026-09}, or first and last day with two dots. */
    public String unit() {
        if (isDay()) {
            return from.toString();
        }
        return isMonth() ? YearMonth.from(from).toString() : from + ".." + to.minusDays(1);
    }

    @Override
    public int compareTo(Period other) {
        return from.equals(other.from) ? to.compareTo(other.to) : from.compareTo(other.from);
    }
}

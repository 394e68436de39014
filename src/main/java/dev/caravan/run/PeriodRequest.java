package dev.caravan.run;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.Pipeline.Granularity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The days or months that somebody asks for, as text.
 *
 * @param from the first day, month or year
 * @param to the last one, inclusive; null: the same as {@code from}
 * @param by {@code day} or {@code month}; null: days if the period is given in days
 */
public record PeriodRequest(
        String from, @Nullable String to, @Nullable String by) {

    /** @throws InvalidRequest {@code period-invalid} */
    public Period span() {
        Period first = Period.parse(from);
        return to == null ? first : first.through(Period.parse(to));
    }

    /**
     * What the period is worked through by, in order.
     *
     * @param standard the pipeline's own
     */
    public List<Period> units(Granularity standard) {
        return (granularity(standard) == Granularity.DAY ? span().days() : span().months()).toList();
    }

    /**
     * @param standard the pipeline's own; one by days knows no other
     * @throws InvalidRequest {@code granularity-invalid}
     */
    public Granularity granularity(Granularity standard) {
        if (by != null && !by.equals("day") && !by.equals("month")) {
            throw new InvalidRequest("granularity-invalid", "'" + by + "': expected day or month");
        }
        if (standard == Granularity.DAY) {
            if ("month".equals(by)) {
                throw new InvalidRequest("granularity-invalid", "This pipeline works by days, not by month");
            }
            return Granularity.DAY;
        }
        if (by != null) {
            return Granularity.valueOf(by.toUpperCase(Locale.ROOT));
        }
        boolean days = Stream.of(from, to).anyMatch(text -> text != null && text.length() == 10);
        return days ? Granularity.DAY : Granularity.MONTH;
    }
}

package dev.caravan.run;

import dev.caravan.run.Pipeline.Granularity;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a site is complete in a pipeline: no earlier item that the ledger knows is unfinished.
 *
 * @param lastDay the last complete day; null when there is none, or no item is a day
 * @param lastMonth the last complete month that is over; null likewise
 */
public record Freshness(
        String pipeline,
        String site,
        @Nullable LocalDate lastDay,
        @Nullable YearMonth lastMonth) {

    /** @return the first day that is not complete, UTC; empty when nothing is */
    public Optional<LocalDate> until(Granularity granularity) {
        return switch (granularity) {
            case DAY -> Optional.ofNullable(lastDay).map(day -> day.plusDays(1));
            case MONTH ->
                Optional.ofNullable(lastMonth).map(month -> month.plusMonths(1).atDay(1));
        };
    }
}

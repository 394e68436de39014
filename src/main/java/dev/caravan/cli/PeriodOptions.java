package dev.caravan.cli;

import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which days or months a command is about. */
final class PeriodOptions {

    @Option(
            names = "--period",
            paramLabel = "PERIOD",
            description = "A day 2026-09-05, a month 2026-09 or a year 2026.")
    private @Nullable String period;

    @Option(names = "--from", paramLabel = "PERIOD", description = "First day, month or year, inclusive.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "PERIOD", description = "Last day, month or year, inclusive; default: --from.")
    private @Nullable String to;

    @Option(
            names = "--by",
            paramLabel = "UNIT",
            description = "Statistics of usage by 'day' or 'month'; default: days if the period is given in days.")
    private @Nullable String by;

    Period span() {
        if (period != null ? from != null || to != null : from == null) {
            throw new IllegalArgumentException("Give either --period or --from [--to]");
        }
        if (period != null) {
            return Period.parse(period);
        }
        Period first = Period.parse(String.valueOf(from));
        return to == null ? first : first.through(Period.parse(to));
    }

    /** @param standard of a pipeline that knows one unit only */
    Granularity granularity(Granularity standard) {
        if (by != null && !by.equals("day") && !by.equals("month")) {
            throw new IllegalArgumentException("--by " + by + ": expected day or month");
        }
        if (standard == Granularity.DAY) {
            if ("month".equals(by)) {
                throw new IllegalArgumentException("--by month: this pipeline works by days");
            }
            return Granularity.DAY;
        }
        boolean days = Stream.of(period, from, to).anyMatch(text -> text != null && text.length() == 10);
        return by == null
                ? (days ? Granularity.DAY : Granularity.MONTH)
                : Granularity.valueOf(by.toUpperCase(Locale.ROOT));
    }
}

package dev.caravan.cli;

import dev.caravan.run.PeriodRequest;
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

    /** @throws IllegalArgumentException when there is no period, or two */
    PeriodRequest request() {
        if (period != null ? from != null || to != null : from == null) {
            throw new IllegalArgumentException("Give either --period or --from [--to]");
        }
        PeriodRequest request =
                period == null ? new PeriodRequest(String.valueOf(from), to, by) : new PeriodRequest(period, null, by);
        request.span();
        return request;
    }
}

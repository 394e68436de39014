package dev.caravan.run;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.Pipeline.Granularity;
import java.util.List;
import java.util.Locale;

/**
 * What somebody wants done.
 *
 * @param subjects sites; not empty
 * @param span units that overlap it are planned, if they have a closed day
 * @param requestedBy who: {@code schedule}, {@code cli:<user>}, …
 */
public record PlanRequest(
        String pipeline,
        List<String> subjects,
        Period span,
        Granularity granularity,
        Mode mode,
        boolean dryRun,
        boolean allowIncomplete,
        int priority,
        String requestedBy) {

    /** Today's work before yesterday's backlog. */
    public static final int DAILY = 10;

    /** What an operator asks for: after the daily work. */
    public static final int BACKFILL = 20;

    public PlanRequest {
        subjects = List.copyOf(subjects);
    }

    /** Whether a person asks, who does not want to wait for the next try of an item that has failed. */
    boolean byOperator() {
        return priority != DAILY;
    }

    /** Which items of the period are opened. One that is running is never touched. */
    public enum Mode {
        /** Never done, or done from other inputs or by other rules. */
        MISSING,
        /** Dead or cancelled. */
        FAILED,
        /** All. */
        ALL;

        /** @throws InvalidRequest {@code mode-invalid} */
        public static Mode parse(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "missing" -> MISSING;
                case "failed" -> FAILED;
                case "all" -> ALL;
                default -> throw new InvalidRequest("mode-invalid", "'" + text + "': expected missing, failed or all");
            };
        }
    }
}

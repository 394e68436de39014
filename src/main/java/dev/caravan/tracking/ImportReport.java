package dev.caravan.tracking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.platform.PipelineException;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of an import, with what its former calls have done.
 *
 * @param finished whether every line is settled
 * @param dryRun then nothing was sent, and {@code tracked} is what would be
 * @param lines that are settled, blank ones included
 * @param sentBefore lines that former calls have settled
 * @param tracked by Matomo, as it says
 * @param refused lines that were not taken, by Matomo or by us
 * @param unaccounted of which Matomo said neither
 * @param reasons of the refused ones
 * @param tokens lines of this call that had a token of their own, which was left out
 * @param needToken lines of a dry run that Matomo takes only with a token: they are older than a day
 * @param failure why the import did not finish; null when it did
 */
@JsonPropertyOrder({"finished", "dryRun", "lines", "sentBefore", "tracked", "refused", "unaccounted", "reasons"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportReport(
        boolean finished,
        boolean dryRun,
        long lines,
        long sentBefore,
        long tracked,
        long refused,
        long unaccounted,
        SortedMap<String, Long> reasons,
        long tokens,
        long needToken,
        @Nullable Failure failure) {

    /** @param code of docs/errors.md */
    public record Failure(String code, String message) {

        static Failure of(PipelineException e) {
            return new Failure(e.code(), String.valueOf(e.getMessage()));
        }
    }

    static ImportReport of(Checkpoint end, long before, long tokens, @Nullable Failure failure) {
        return new ImportReport(
                end.finished(),
                false,
                end.line(),
                before,
                end.tracked(),
                end.refusals(),
                end.unaccounted(),
                end.refused(),
                tokens,
                0,
                failure);
    }

    ImportReport ofDryRun(long older) {
        return new ImportReport(
                finished, true, lines, sentBefore, tracked, refused, unaccounted, reasons, tokens, older, failure);
    }

    public boolean allTracked() {
        return finished && refused == 0 && unaccounted == 0;
    }

    public String json() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For people; ends with a line feed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        row(text, "lines", lines, sentBefore > 0 ? sentBefore + " of them before" : "");
        row(text, dryRun ? "fit to be sent" : "tracked", tracked, "");
        row(text, "refused", refused, "");
        for (Map.Entry<String, Long> reason : reasons.entrySet()) {
            row(text, "", reason.getValue(), reason.getKey());
        }
        if (unaccounted > 0) {
            row(text, "unaccounted", unaccounted, "Matomo said neither that they are tracked nor that they are not");
        }
        if (needToken > 0) {
            row(text, "older than a day", needToken, "which Matomo takes only with a token: set MATOMO_TOKEN");
        }
        if (tokens > 0) {
            row(text, "with a token", tokens, "which was left out; that of MATOMO_TOKEN counts for all");
        }
        if (failure != null) {
            text.append("not finished\n");
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, long count, String remark) {
        text.append("%-16s %10d  %s".formatted(name, count, remark).stripTrailing())
                .append('\n');
    }
}

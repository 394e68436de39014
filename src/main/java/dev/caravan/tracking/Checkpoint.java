package dev.caravan.tracking;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far an import is. What lies before {@code line} is settled for good; what is {@code sending} may be stored or not.
 *
 * @param format 1
 * @param input digest of the input's bytes
 * @param target the tracker's URL
 * @param database digest that names the database which has shown a part that Matomo took; null: none has yet
 * @param line the last line that is settled
 * @param refused by reason; bounded
 * @param unaccounted requests of which Matomo's answer said neither that they were tracked nor that they were invalid
 * @param sending null when nothing is on its way
 * @param finished whether {@code line} is the input's last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Checkpoint(
        int format,
        String input,
        String target,
        @Nullable String database,
        long line,
        long tracked,
        SortedMap<String, Long> refused,
        long unaccounted,
        @Nullable Sending sending,
        boolean finished) {

    private static final int FORMAT = 1;
    private static final int MAX_REASONS = 50;
    private static final String FURTHER = "further reasons";

    /**
     * @param to the part's last line
     * @param requests in it
     * @param newest the greatest idlink_va before it was sent; null when Matomo's database was not to be asked
     * @param since when it was sent, ISO 8601
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sending(long to, int requests, @Nullable Long newest, String since) {

        Instant at() {
            return Instant.parse(since);
        }
    }

    static Checkpoint start(String input, String target) {
        return new Checkpoint(FORMAT, input, target, null, 0, 0, new TreeMap<>(), 0, null, false);
    }

    boolean readable() {
        return format == FORMAT;
    }

    Checkpoint about(Part part, @Nullable Long newest, Instant now) {
        return with(
                line, tracked, refused, new Sending(part.to(), part.requests().size(), newest, now.toString()));
    }

    /** Nothing of what was being sent is stored. */
    Checkpoint withdrawn() {
        return with(line, tracked, refused, null);
    }

    /** @param more refused ones, those of the part that were not sent among them */
    Checkpoint settled(Part part, int moreTracked, Iterable<Refusal> more) {
        SortedMap<String, Long> reasons = new TreeMap<>(refused);
        long count = 0;
        for (Refusal refusal : more) {
            String reason = refusal.by() + ": " + refusal.reason();
            boolean room = reasons.containsKey(reason) || reasons.size() < MAX_REASONS;
            reasons.merge(room ? reason : FURTHER, 1L, Long::sum);
            count++;
        }
        long left = part.requests().size() + part.refusals().size() - moreTracked - count;
        Checkpoint next = with(part.to(), tracked + moreTracked, reasons, null);
        return new Checkpoint(
                format, input, target, database, next.line, next.tracked, reasons, unaccounted + left, null, false);
    }

    Checkpoint shownBy(String shown) {
        return new Checkpoint(format, input, target, shown, line, tracked, refused, unaccounted, sending, finished);
    }

    Checkpoint ended() {
        return new Checkpoint(format, input, target, database, line, tracked, refused, unaccounted, null, true);
    }

    long refusals() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    private Checkpoint with(
            long newLine, long newTracked, SortedMap<String, Long> newRefused, @Nullable Sending newSending) {
        return new Checkpoint(
                format, input, target, database, newLine, newTracked, newRefused, unaccounted, newSending, finished);
    }
}

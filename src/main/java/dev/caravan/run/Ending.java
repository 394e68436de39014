package dev.caravan.run;

import java.time.Duration;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a claim ended, as its worker knows it.
 *
 * @param counts of a claim that is done; else empty
 * @param took from the claim on
 * @param code of the failure, if it was one
 */
public record Ending(
        WorkItem item,
        State state,
        SortedMap<String, Long> counts,
        Duration took,
        @Nullable String code) {

    /** What became of the item. */
    public enum State {
        DONE,
        RETRY,
        DEAD,
        GIVEN_BACK,
        ABANDONED
    }

    /** As {@code key=value}, for the log. */
    String line() {
        String line = "pipeline=" + item.pipeline() + " state=" + state + " attempt=" + item.attempt() + " ms="
                + took.toMillis();
        if (code != null) {
            line += " code=" + code;
        }
        return counts.isEmpty()
                ? line
                : line + " " + counts.entrySet().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}

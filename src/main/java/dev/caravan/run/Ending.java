package dev.caravan.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** What the log says of it, in order: pipeline, state, attempt, ms, code, and the counts by their names. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pipeline", item.pipeline());
        fields.put("state", state);
        fields.put("attempt", item.attempt());
        fields.put("ms", took.toMillis());
        if (code != null) {
            fields.put("code", code);
        }
        fields.putAll(counts);
        return fields;
    }

    /** As {@code key=value}, for the log. */
    String line() {
        return fields().entrySet().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}

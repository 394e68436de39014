package dev.caravan.run;

import dev.caravan.platform.PipelineException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an item did.
 *
 * @param counts by name; {@code events.in}, {@code events.kept} and {@code events.dropped.<reason>} must add up
 * @param inputs fingerprint of what was read; empty when it cannot change
 * @param output what was written, for example a manifest's key; may be empty
 */
public record Outcome(SortedMap<String, Long> counts, String inputs, String output) {

    public static final String IN = "events.in";
    public static final String KEPT = "events.kept";
    public static final String DROPPED = "events.dropped.";

    /** Of those that came in, how many got an identifier that their URL proposed; only where that is in use. */
    public static final String RECOVERED = "events.recovered";

    /** Followed by what has become of a file for good. */
    public static final String FILES = "files.ended.";

    /** Followed by the code of a warning; the rows that have it, or 1. */
    public static final String WARNINGS = "warnings.";

    /** Visitors who were not known before. */
    public static final String VISITORS = "visitors.added";

    public Outcome {
        counts = new TreeMap<>(counts);
        long in = counts.getOrDefault(IN, 0L);
        long accounted = counts.getOrDefault(KEPT, 0L) + dropped(counts);
        if (in != accounted) {
            throw new PipelineException.Permanent(
                    "rows-do-not-add-up", in + " events came in, " + accounted + " are accounted for: " + counts);
        }
    }

    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    private static long dropped(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith(DROPPED))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}

package dev.caravan.bench;

import java.util.SortedMap;

/**
 * What one iteration took.
 *
 * @param figures by name: those below, of the trial's own process; {@code cpu.<server>} for a server's; those of a step
 *     as {@link Step#figure} calls them
 * @param results what must be the same in every sample of the same month
 */
record Sample(SortedMap<String, Double> figures, SortedMap<String, String> results) {

    /** Seconds of the clock. */
    static final String WALL = "wall";

    /** CPU seconds, user and system, of all threads: also those of native code, JIT and garbage collector. */
    static final String CPU = "cpu";

    /** Peak resident set of the process so far, MB; absent where the system does not tell. */
    static final String RSS = "rss";

    /** Rows that were read of Matomo: events and visits. */
    static final String ROWS = "rows";

    /** Documents that were indexed. */
    static final String DOCUMENTS = "documents";

    double figure(String name) {
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalStateException("Not measured: " + name + "; there is " + figures.keySet());
        }
        return value;
    }
}

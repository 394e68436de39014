package dev.caravan.diagnosis;

import dev.caravan.usage.Metrics;
import java.util.List;

/**
 * What indexing a unit once more would change.
 *
 * @param unit the day or month
 * @param indexed documents that are there
 * @param computed documents that would be there
 * @param changed documents that stay, with another content
 * @param before the sum of what is indexed
 * @param after the sum of what would be
 * @param items those whose figures change most
 */
public record Difference(
        String unit,
        long indexed,
        long computed,
        long equal,
        long added,
        long removed,
        long changed,
        Metrics before,
        Metrics after,
        List<Item> items) {

    /** Whether indexing it once more changes nothing. */
    public boolean none() {
        return added + removed + changed == 0;
    }

    /** What becomes of a document. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /** @param fields those that differ, for a changed one */
    public record Item(String identifier, Kind kind, Metrics before, Metrics after, List<String> fields) {

        /** The greatest change of a figure. */
        long size() {
            long size = 0;
            for (int i = 0; i < before.list().size(); i++) {
                size = Math.max(
                        size, Math.abs(after.list().get(i) - before.list().get(i)));
            }
            return size;
        }
    }
}

package dev.caravan.usage;

import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What a count gives.
 *
 * @param items by identifier, in code point order
 * @param counter COUNTER's figures, as {@link PlainCounter} writes them
 * @param droppedByReason only the reasons that occurred
 * @param eventsIn rows given, outside the period and duplicates included
 * @param eventsKept rows that belong to an item, also those whose type is no metric
 */
record PlainResult(
        SortedMap<String, PlainItem> items,
        String counter,
        SortedMap<String, Long> droppedByReason,
        long eventsIn,
        long eventsKept) {

    /** The canonical form: one line per item, each ended by a line feed. */
    String lines() {
        return items.values().stream().map(item -> item.line() + "\n").collect(Collectors.joining());
    }
}

package dev.caravan.usage;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An input small enough to count by hand, and what must come of it.
 *
 * @param to exclusive
 * @param expected in code point order of the identifiers
 */
record WorkedExample(
        String name,
        List<PlainVisit> visits,
        List<PlainEvent> events,
        PlainRules rules,
        Instant from,
        Instant to,
        List<PlainItem> expected) {

    /** The canonical form of what is expected: one line per item, each ended by a line feed. */
    String expectedLines() {
        return expected.stream().map(item -> item.line() + "\n").collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return name;
    }
}

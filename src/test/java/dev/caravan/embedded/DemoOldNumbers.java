package dev.caravan.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The numbers that the Brazilian repository's items had in a former system, and the map to their identifiers.
 *
 * <p>Some items were catalogued twice, so two old numbers mean one item; the highest numbers are missing from the map.
 */
final class DemoOldNumbers {

    private static final int LAST_MAPPED = 450;
    private static final int CATALOGUED_TWICE_EVERY = 50;

    private DemoOldNumbers() {}

    static String of(DemoItem item) {
        return old(item, item.number());
    }

    /** Lines {@code old,new}. */
    static List<String> map(DemoSite site) {
        List<String> lines = new ArrayList<>();
        for (DemoItem item : site.items()) {
            if (item.number() > LAST_MAPPED) {
                continue;
            }
            lines.add(of(item) + "," + item.identifier());
            if (item.number() % CATALOGUED_TWICE_EVERY == 0) {
                lines.add(old(item, 9000 + item.number()) + "," + item.identifier());
            }
        }
        return lines;
    }

    private static String old(DemoItem item, int number) {
        return String.format(Locale.ROOT, "oai:%s:%04d", item.host(), number);
    }
}

package dev.caravan.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one bulk request did, item by item. A bulk request answers 200 even when items failed, so nothing may be called
 * indexed before it has been through here.
 *
 * @param retry places in the request, from 0, to send again: the cluster was busy
 * @param superseded ids that a later claim has written: version conflicts
 * @param rejected items that will fail the same way every time
 */
public record BulkOutcome(int indexed, List<Integer> retry, List<String> superseded, List<Item> rejected) {

    private static final Set<Integer> BUSY = Set.of(429, 500, 502, 503, 504);
    private static final int CONFLICT = 409;

    /** @param error null when the item succeeded */
    public record Item(String id, int status, @Nullable String error) {}

    /** @param items in the order of the request */
    public static BulkOutcome of(List<Item> items) {
        int indexed = 0;
        List<Integer> retry = new ArrayList<>();
        List<String> superseded = new ArrayList<>();
        List<Item> rejected = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (item.status() < 300) {
                indexed++;
            } else if (BUSY.contains(item.status())) {
                retry.add(i);
            } else if (item.status() == CONFLICT) {
                superseded.add(item.id());
            } else {
                rejected.add(item);
            }
        }
        return new BulkOutcome(indexed, retry, superseded, rejected);
    }
}

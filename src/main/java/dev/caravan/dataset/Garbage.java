package dev.caravan.dataset;

import dev.caravan.dataset.ObjectStore.Listed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Removes the parts that no manifest names and that are old enough for no reader to be using them. Parts of other
 * programs in folders without a manifest are never touched. Safe to repeat.
 */
public final class Garbage {

    private final ObjectStore objects;
    private final Duration age;
    private final Clock clock;

    public Garbage(ObjectStore objects, Duration age, Clock clock) {
        this.objects = objects;
        this.age = age;
        this.clock = clock;
    }

    /** @return how many parts were removed */
    public int sweep() {
        Instant before = clock.instant().minus(age);
        Map<String, Listed> all = new TreeMap<>();
        objects.list("events/").forEach(listed -> all.put(listed.key(), listed));
        objects.list("visits/").forEach(listed -> all.put(listed.key(), listed));
        Set<String> named = new HashSet<>();
        Set<String> folders = new HashSet<>();
        for (String key : List.copyOf(all.keySet())) {
            if (key.endsWith("/" + Partition.MANIFEST)) {
                objects.read(key)
                        .map(stored -> Manifest.parse(key, stored.content()))
                        .ifPresent(manifest -> {
                            folders.add(key.substring(0, key.lastIndexOf('/') + 1));
                            manifest.parts().forEach(part -> named.add(objects.relative(part.key())));
                            if (manifest.visits() != null) {
                                manifest.visits().parts().forEach(part -> named.add(objects.relative(part.key())));
                            }
                        });
            }
        }
        int removed = 0;
        for (Listed listed : all.values()) {
            boolean garbage = listed.key().endsWith(".parquet")
                    && (Partition.isOurPart(listed.key())
                            || folders.contains(
                                    listed.key().substring(0, listed.key().lastIndexOf('/') + 1)))
                    && !named.contains(listed.key())
                    && !listed.modified().isAfter(before);
            if (garbage) {
                objects.delete(listed.key());
                removed++;
            }
        }
        return removed;
    }
}

package dev.caravan.dataset;

import dev.caravan.dataset.ObjectStore.Listed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Removes the parts that no manifest names and that are old enough for no reader to be using them. What other programs
 * wrote is never touched. Safe to repeat.
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
        Map<String, Instant> published = new HashMap<>();
        for (Listed listed : all.values()) {
            if (listed.key().endsWith("/" + Partition.MANIFEST)) {
                published.put(folder(listed), listed.modified());
                objects.read(listed.key())
                        .map(stored -> Manifest.parse(listed.key(), stored.content()))
                        .ifPresent(
                                manifest -> names(manifest).forEach(part -> named.add(objects.relative(part.key()))));
            }
        }
        int removed = 0;
        for (Listed listed : all.values()) {
            Instant manifest = published.get(folder(listed));
            boolean ours = Partition.isOurPart(listed.key());
            // unnamed at least since the manifest that is valid now was written
            boolean old = !listed.modified().isAfter(before) && (manifest == null || !manifest.isAfter(before));
            if (listed.key().endsWith(".parquet") && ours && old && !named.contains(listed.key())) {
                objects.delete(listed.key());
                removed++;
            }
        }
        return removed;
    }

    private static Stream<Manifest.Part> names(Manifest manifest) {
        Manifest.Parts visits = manifest.visits();
        return Stream.concat(manifest.parts().stream(), visits == null ? Stream.empty() : visits.parts().stream());
    }

    private static String folder(Listed listed) {
        return listed.key().substring(0, listed.key().lastIndexOf('/') + 1);
    }
}

package dev.caravan.dataset;

import dev.caravan.dataset.Manifest.Part;
import dev.caravan.dataset.ObjectStore.Listed;
import dev.caravan.platform.Digests;
import dev.caravan.platform.Milestones;
import dev.caravan.platform.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds and fetches what S3 holds of a site's days: parts that manifests name, and, in folders without a manifest, every
 * {@code *.parquet}, as the system that Caravan takes the place of left them. Safe for many threads.
 */
public final class DatasetReader {

    private static final Pattern DAY = Pattern.compile("/day=(\\d{1,2})/");

    private final ObjectStore objects;

    public DatasetReader(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * What was fetched.
     *
     * @param events local copies of the parts
     * @param visits the same
     * @param derived the version of each derived column that a part of events has, by its name; by the part
     * @param legacy whether some came without a manifest: rows may be there twice, columns may be missing
     * @param complete whether nothing of the days asked for is missing, as far as one can tell
     * @param inputs fingerprint of the source, equal to what {@link #fingerprint} gave before
     */
    public record Fetched(
            List<Path> events,
            List<Path> visits,
            Map<Path, Map<String, String>> derived,
            boolean legacy,
            boolean complete,
            String inputs) {}

    /** Changes when something is published, or a legacy object comes or goes. Cheap: two listings a month. */
    public String fingerprint(int site, LocalDate from, LocalDate to) {
        return fingerprint(listing("events", site, from, to), listing("visits", site, from, to));
    }

    /**
     * Copies the parts of the days from {@code from} (inclusive) to {@code to} (exclusive), all of one month.
     *
     * @param scratch an empty folder
     * @throws PipelineException.Transient {@code dataset-changing} when parts vanish again and again while reading
     * @throws PipelineException.Permanent {@code dataset-part-corrupt} when a part is not what its manifest says
     */
    public Fetched fetch(int site, LocalDate from, LocalDate to, Path scratch) {
        return fetch(site, from, to, scratch, Set.of("events", "visits"));
    }

    /** The same without visits. */
    public Fetched fetchEvents(int site, LocalDate from, LocalDate to, Path scratch) {
        return fetch(site, from, to, scratch, Set.of("events"));
    }

    private Fetched fetch(int site, LocalDate from, LocalDate to, Path scratch, Set<String> tables) {
        for (int tries = 0; tries < 3; tries++) {
            Map<String, Listed> events = listing("events", site, from, to);
            Map<String, Listed> visits = listing("visits", site, from, to);
            List<Source> sources = new ArrayList<>();
            boolean found = addPublished(events, sources, scratch);
            Set<String> published = publishedFolders(events.keySet(), "events");
            addLegacy(events, published, "events", sources, scratch);
            addLegacy(visits, published, "visits", sources, scratch);
            sources.removeIf(source -> !tables.contains(source.table()));
            boolean legacy = sources.stream().anyMatch(source -> source.sha256().isEmpty());
            if (found && copy(sources)) {
                boolean complete =
                        legacy || published.size() == from.datesUntil(to).count();
                return new Fetched(
                        files(sources, "events"),
                        files(sources, "visits"),
                        sources.stream().collect(Collectors.toMap(Source::file, Source::derived)),
                        legacy,
                        complete,
                        fingerprint(events, visits));
            }
        }
        throw new PipelineException.Transient(
                "dataset-changing", "Parts of site " + site + " from " + from + " vanish while they are read", null);
    }

    /**
     * The days for which events are stored, maybe none of them: those with a manifest, and those with an object in their
     * folder; an object outside the days' folders may be all of them. Cheap: one listing.
     *
     * @param from inclusive; of the month that {@code to}, exclusive, ends in
     */
    public SortedSet<LocalDate> days(int site, LocalDate from, LocalDate to) {
        TreeSet<LocalDate> days = new TreeSet<>();
        for (String key : listing("events", site, from, to).keySet()) {
            Matcher day = DAY.matcher(key);
            boolean stored =
                    key.endsWith("/" + Partition.MANIFEST) || (key.endsWith(".parquet") && !Partition.isOurPart(key));
            if (stored && !day.find()) {
                from.datesUntil(to).forEach(days::add);
            } else if (stored && Integer.parseInt(day.group(1)) <= from.lengthOfMonth()) {
                days.add(from.withDayOfMonth(Integer.parseInt(day.group(1))));
            }
        }
        return days;
    }

    /** @param sha256 empty for a legacy object */
    private record Source(String table, String key, String sha256, Map<String, String> derived, Path file) {}

    private boolean addPublished(Map<String, Listed> events, List<Source> sources, Path scratch) {
        for (String key : events.keySet()) {
            if (!key.endsWith("/" + Partition.MANIFEST)) {
                continue;
            }
            var stored = objects.read(key);
            if (stored.isEmpty()) {
                return false;
            }
            Manifest manifest = Manifest.parse(key, stored.get().content());
            manifest.parts().forEach(part -> add(sources, "events", part, manifest.derived(), scratch));
            if (manifest.visits() != null) {
                manifest.visits().parts().forEach(part -> add(sources, "visits", part, Map.of(), scratch));
            }
        }
        return true;
    }

    private void add(List<Source> sources, String table, Part part, Map<String, String> derived, Path scratch) {
        String key = objects.relative(part.key());
        sources.add(new Source(table, key, part.sha256(), derived, file(scratch, table, sources.size())));
    }

    private static Path file(Path scratch, String table, int number) {
        return scratch.resolve("%s-%05d.parquet".formatted(table, number));
    }

    /** The day folders, without the table's name, that a manifest of events publishes. */
    private static Set<String> publishedFolders(Set<String> keys, String table) {
        Set<String> folders = new HashSet<>();
        for (String key : keys) {
            if (key.endsWith("/" + Partition.MANIFEST)) {
                folders.add(key.substring(table.length(), key.length() - Partition.MANIFEST.length()));
            }
        }
        return folders;
    }

    private static void addLegacy(
            Map<String, Listed> listing, Set<String> published, String table, List<Source> sources, Path scratch) {
        List<Listed> legacy = legacy(listing, published, table);
        legacy.forEach(listed ->
                sources.add(new Source(table, listed.key(), "", Map.of(), file(scratch, table, sources.size()))));
    }

    /** Parquet objects in folders without a manifest; what our own attempts left unpublished is none of them. */
    private static List<Listed> legacy(Map<String, Listed> listing, Set<String> published, String table) {
        return listing.values().stream()
                .filter(listed -> listed.key().endsWith(".parquet") && !Partition.isOurPart(listed.key()))
                .filter(listed -> !published.contains(
                        listed.key().substring(table.length(), listed.key().lastIndexOf('/') + 1)))
                .toList();
    }

    /** The month's objects that belong to the days asked for; those outside day folders belong to all of them. */
    private Map<String, Listed> listing(String table, int site, LocalDate from, LocalDate to) {
        if (!from.withDayOfMonth(1).equals(to.minusDays(1).withDayOfMonth(1))) {
            throw new IllegalArgumentException("Not within one month: " + from + " to " + to);
        }
        Map<String, Listed> listing = new TreeMap<>();
        for (Listed listed : objects.list(Partition.month(table, site, from))) {
            Matcher day = DAY.matcher(listed.key());
            int number = day.find() ? Integer.parseInt(day.group(1)) : 0;
            int last = to.minusDays(1).getDayOfMonth();
            if (number == 0 || (number >= from.getDayOfMonth() && number <= last)) {
                listing.put(listed.key(), listed);
            }
        }
        return listing;
    }

    /** INVARIANT: a part that no manifest names must not change it, so of published folders only the manifest counts. */
    private static String fingerprint(Map<String, Listed> events, Map<String, Listed> visits) {
        Set<String> published = publishedFolders(events.keySet(), "events");
        List<String> seen = new ArrayList<>();
        events.values().stream()
                .filter(listed -> listed.key().endsWith("/" + Partition.MANIFEST))
                .forEach(listed -> seen.add(listed.key() + " " + listed.etag()));
        legacy(events, published, "events").forEach(listed -> seen.add(listed.key() + " " + listed.etag()));
        legacy(visits, published, "visits").forEach(listed -> seen.add(listed.key() + " " + listed.etag()));
        return seen.isEmpty() ? "" : Digests.sha256(seen);
    }

    /** @return false when an object has gone since it was listed */
    private boolean copy(List<Source> sources) {
        for (Source source : sources) {
            delete(source.file());
            if (!objects.fetch(source.key(), source.file())) {
                return false;
            }
            if (!source.sha256().isEmpty() && !Digests.sha256(source.file()).equals(source.sha256())) {
                throw new PipelineException.Permanent(
                        "dataset-part-corrupt", source.key() + " is not what its manifest says; extract the day again");
            }
            Milestones.reached("dataset.part-fetched");
        }
        return true;
    }

    private static List<Path> files(List<Source> sources, String table) {
        return sources.stream()
                .filter(source -> source.table().equals(table))
                .map(source -> source.file())
                .toList();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

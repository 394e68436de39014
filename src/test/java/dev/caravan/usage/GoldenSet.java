package dev.caravan.usage;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A golden set of the original: a month's input, and the figures that its stages gave.
 *
 * <p>Input is CSV with a header; {@code \N} is NULL and nothing is the empty text; times are UTC.
 *
 * @param expectedV1 canonical lines of version 1.0 as it is
 * @param expectedMapFirst canonical lines of the same stages on identifiers that were normalised before
 */
record GoldenSet(List<PlainVisit> visits, List<PlainEvent> events, String expectedV1, String expectedMapFirst) {

    /** The month of all golden sets; {@code TO} is exclusive. */
    static final Instant FROM = Instant.parse("2025-03-01T00:00:00Z");

    static final Instant TO = Instant.parse("2025-04-01T00:00:00Z");

    private static final CSVFormat CSV = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setNullString("\\N")
            .get();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** @param name folder of the set among the test resources, {@code R} or {@code R-clean} */
    static GoldenSet of(String name) {
        URL folder = GoldenSet.class.getResource("/cases/matomo-usage/" + name);
        if (folder == null) {
            throw new IllegalArgumentException("No golden set " + name);
        }
        try {
            return read(Path.of(folder.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param folder holds {@code bucket/v2/{visits,events}} and the expected files */
    static GoldenSet read(Path folder) {
        try {
            List<PlainVisit> visits = new ArrayList<>();
            for (CSVRecord row : rows(folder.resolve("bucket/v2/visits"))) {
                visits.add(visit(row));
            }
            List<PlainEvent> events = new ArrayList<>();
            for (CSVRecord row : rows(folder.resolve("bucket/v2/events"))) {
                events.add(event(row));
            }
            return new GoldenSet(
                    visits,
                    events,
                    Files.readString(folder.resolve("expected-metrics.v1.0.jsonl")),
                    Files.readString(folder.resolve("expected-metrics.map-first.jsonl")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<CSVRecord> rows(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        List<CSVRecord> rows = new ArrayList<>();
        for (Path file : files) {
            try (Reader reader = Files.newBufferedReader(file)) {
                rows.addAll(CSV.parse(reader).getRecords());
            }
        }
        return rows;
    }

    private static PlainVisit visit(CSVRecord row) {
        return new PlainVisit(
                Long.parseLong(row.get("idvisit")),
                time(row.get("visit_first_action_time")),
                time(row.get("visit_last_action_time")),
                number(row.get("visit_total_actions")),
                row.get("location_country"));
    }

    private static PlainEvent event(CSVRecord row) {
        Long type = number(row.get("action_type"));
        return new PlainEvent(
                Long.parseLong(row.get("idlink_va")),
                Long.parseLong(row.get("idvisit")),
                LocalDateTime.parse(row.get("server_time"), TIME).toInstant(ZoneOffset.UTC),
                row.isMapped("custom_var_v6") ? row.get("custom_var_v6") : row.get("custom_var_v1"),
                type == null ? null : type.intValue(),
                row.get("action_url"),
                row.isMapped("custom_var_v2") ? row.get("custom_var_v2") : null);
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Long.valueOf(text);
    }
}

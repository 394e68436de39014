package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.dataset.Garbage;
import dev.caravan.embedded.MatomoBulk;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.TestService;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.run.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndToEndIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER = "source_id,name,type,site_id,country_iso";
    private static final String SITE = "TEST::48,Test,R,48,BR";

    @TempDir
    private Path folder;

    private TestService service;

    @BeforeEach
    void start() {
        service = new TestService("endtoend", folder);
        service.forget(48);
        service.sources(HEADER, SITE);
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
        delete(service.objects());
    }

    @ParameterizedTest
    @CsvSource({"R, v1.0", "R, after-mapping", "R-clean, v1.0", "R-clean, after-mapping"})
    void givesTheGoldenDocumentsFromALegacyDataset(String name, String figures) throws Exception {
        GoldenSet golden = GoldenSet.of(name);
        legacy("part-0.parquet", golden.events(), golden.visits());
        compat(figures);

        assertDone(service.run("usage", "2025-03", Mode.MISSING, "48"));

        assertGolden(name, golden, figures);
    }

    @ParameterizedTest
    @CsvSource({"R, v1.0", "R, after-mapping", "R-clean, v1.0", "R-clean, after-mapping"})
    void givesTheGoldenDocumentsFromMatomosRows(String name, String figures) throws Exception {
        GoldenSet golden = GoldenSet.of(name);
        matomo(golden.events(), golden.visits());
        compat(figures);

        assertDone(service.run("matomo", "2025-03", Mode.MISSING, "48"));
        assertDone(service.run("usage", "2025-03", Mode.MISSING, "48"));

        assertGolden(name, golden, figures);
    }

    @Test
    void countsVisitsOverMidnightAndMonthEndByDaysAsByMonths() throws Exception {
        Rows rows = WorkedExamples.example5();
        matomo(rows.events, rows.visits);

        assertDone(service.run("matomo", "2025-03", Mode.MISSING, "48"));
        assertDone(service.run("matomo", "2025-04-01", Mode.MISSING, "48"));
        assertDone(service.run("usage", "2025-03", Mode.MISSING, "48"));
        assertDone(service.run("usage", "2025-04", Mode.MISSING, "48"));
        assertDone(service.run("usage", "2025-03-15", Mode.MISSING, "48"));
        assertDone(service.run("usage", "2025-03-01", Mode.MISSING, "48"));

        List<JsonNode> months = service.months(48);
        assertThat(figures(months, "2025-03-01", "oai:repo.br:1/10")).isEqualTo("views 3, downloads 2, conversions 2");
        assertThat(figures(months, "2025-04-01", "oai:repo.br:1/10")).isEqualTo("views 0, downloads 1, conversions 0");
        List<JsonNode> days = service.days(48);
        assertThat(figures(days, "2025-03-15", "oai:repo.br:1/10")).isEqualTo("views 1, downloads 0, conversions 0");
        assertThat(figures(days, "2025-03-01", "oai:repo.br:1/10")).isEqualTo("views 1, downloads 1, conversions 1");
        assertThat(Stream.concat(days.stream(), months.stream()).map(hit -> hit.get("_id")))
                .doesNotHaveDuplicates();
    }

    @Test
    void changesNothingWhenItIsDoneAgain() throws Exception {
        GoldenSet golden = GoldenSet.of("R");
        matomo(golden.events(), golden.visits());
        assertDone(service.run("matomo", "2025-03", Mode.MISSING, "48"));
        assertDone(service.run("usage", "2025-03", Mode.MISSING, "48"));
        Map<String, Object> documents = contents(service.months(48));
        Map<String, Long> parts = parts();

        assertThat(service.run("matomo", "2025-03", Mode.MISSING, "48")).isEmpty();
        assertThat(service.run("usage", "2025-03", Mode.MISSING, "48")).isEmpty();
        assertDone(service.run("matomo", "2025-03", Mode.ALL, "48"));
        assertDone(service.run("usage", "2025-03", Mode.ALL, "48"));
        new Garbage(service.components().objects(), Duration.ZERO, Clock.systemUTC()).sweep();

        assertThat(contents(service.months(48))).isEqualTo(documents);
        assertThat(parts()).isEqualTo(parts);
    }

    @Test
    void opensTheMonthAgainWhenADayHasChangedAndRemovesWhatIsNoLongerThere() throws Exception {
        Rows rows = WorkedExamples.example1();
        matomo(rows.events, rows.visits);
        assertDone(service.run("matomo", "2025-03", Mode.MISSING, "48"));
        assertDone(service.run("usage", "2025-03", Mode.MISSING, "48"));
        assertThat(service.months(48)).hasSize(3);

        matomo(
                rows.events.stream()
                        .filter(event -> !"oai:repo.br:1/11".equals(event.identifier()))
                        .toList(),
                rows.visits);
        assertDone(service.run("matomo", "2025-03", Mode.ALL, "48"));
        List<ItemReport> items = service.run("usage", "2025-03", Mode.MISSING, "48");

        assertDone(items);
        assertThat(items.get(0).counts()).containsEntry("documents", 2L).containsEntry("documents.removed", 1L);
        assertThat(service.months(48)).hasSize(2);
    }

    @Test
    void publishesNoDocumentsForAMonthWithoutEvents() throws Exception {
        matomo(List.of(), List.of());

        assertDone(service.run("matomo", "2025-03", Mode.MISSING, "48"));
        List<ItemReport> items = service.run("usage", "2025-03", Mode.MISSING, "48");

        assertDone(items);
        assertThat(items.get(0).counts()).containsEntry("documents", 0L).containsEntry("events.in", 0L);
        assertThat(service.months(48)).isEmpty();
    }

    @Test
    void readsAMonthsFileBesideDayFilesOfOtherForms() throws Exception {
        GoldenSet golden = GoldenSet.of("R");
        int half = golden.events().size() / 2;
        PartFile.of("custom_var_v1")
                .with(PartFile.Time.INT96)
                .withDoubles("action_type", "idvisit")
                .events(part("events", ""), golden.events().subList(0, half + 100));
        PartFile.of("custom_var_v1")
                .with(PartFile.Time.NANOS)
                .without("custom_var_v2")
                .events(
                        part("events", "day=7/"),
                        golden.events().subList(half, golden.events().size()));
        PartFile.of("custom_var_v1").with(PartFile.Time.MILLIS).visits(part("visits", ""), golden.visits());
        PartFile.of("custom_var_v1")
                .withDoubles("visit_total_actions")
                .visits(part("visits", "day=9/"), golden.visits().subList(0, 300));
        compat("v1.0");

        List<ItemReport> items = service.run("usage", "2025-03", Mode.MISSING, "48");

        assertDone(items);
        assertThat(items.get(0).counts()).containsEntry("events.dropped.duplicate", 100L);
        assertGolden("R", golden, "v1.0");
    }

    private void compat(String figures) {
        service.with("usage.compat", "v1.0");
        if (!figures.equals("v1.0")) {
            service.with("usage.count", figures);
        }
    }

    private void assertGolden(String name, GoldenSet golden, String figures) throws IOException {
        List<JsonNode> hits = service.months(48);
        TreeMap<String, String> lines = new TreeMap<>(PlainCounting.BY_CODE_POINTS);
        for (JsonNode hit : hits) {
            lines.put(hit.at("/_source/identifier").asText(), line(hit.get("_source")));
        }
        assertThat(String.join("\n", lines.values()) + "\n")
                .isEqualTo(figures.equals("v1.0") ? golden.expectedV1() : golden.expectedMapFirst());
        Path expected = Path.of("src/test/resources/cases/matomo-usage", name, "docs.v1.0.jsonl");
        Map<String, JsonNode> byId = new HashMap<>();
        for (String line : Files.readAllLines(expected)) {
            byId.put(
                    JSON.readTree(line).get("_id").asText(), JSON.readTree(line).get("_source"));
        }
        for (JsonNode hit : hits) {
            JsonNode document = byId.get(hit.get("_id").asText());
            for (String field :
                    List.of("id", "identifier", "date", "idsite", "year", "month", "day", "level", "country")) {
                assertThat(hit.at("/_source/" + field)).as(field).isEqualTo(document.get(field));
            }
        }
        assertThat(hits).hasSameSizeAs(byId.keySet());
    }

    private static String line(JsonNode source) {
        TreeMap<String, long[]> countries = new TreeMap<>(PlainCounting.BY_CODE_POINTS);
        source.get("stats_by_country")
                .forEach(country -> countries.put(
                        country.get("country").isNull()
                                ? ""
                                : country.get("country").asText(),
                        numbers(country)));
        long[] totals = numbers(source);
        return new PlainItem(
                        source.get("identifier").asText(),
                        source.get("country").asText(),
                        totals[0],
                        totals[1],
                        totals[2],
                        totals[3],
                        countries)
                .line();
    }

    private static long[] numbers(JsonNode node) {
        return Stream.of("views", "outlinks", "downloads", "conversions")
                .mapToLong(name -> node.get(name).asLong())
                .toArray();
    }

    private static String figures(List<JsonNode> hits, String day, String identifier) {
        return hits.stream()
                .map(hit -> hit.get("_source"))
                .filter(document -> document.get("date").asText().startsWith(day)
                        && document.get("identifier").asText().equals(identifier))
                .map(document -> "views %d, downloads %d, conversions %d"
                        .formatted(
                                document.get("views").asLong(),
                                document.get("downloads").asLong(),
                                document.get("conversions").asLong()))
                .findFirst()
                .orElse("none");
    }

    private static void assertDone(List<ItemReport> items) {
        assertThat(items)
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.state()).as("%s", item).isEqualTo(State.DONE));
    }

    private static Map<String, Object> contents(List<JsonNode> hits) {
        Map<String, Object> contents = new TreeMap<>();
        hits.forEach(hit -> contents.put(hit.get("_id").asText(), TestService.content(hit)));
        return contents;
    }

    private void legacy(String file, List<PlainEvent> events, List<PlainVisit> visits) throws IOException {
        PartFile form = PartFile.of("custom_var_v1").with(PartFile.Time.INT96);
        form.events(part("events", "").resolveSibling(file), events);
        form.visits(part("visits", "").resolveSibling(file), visits);
    }

    private Path part(String table, String day) throws IOException {
        Path part = service.objects().resolve(table + "/idsite=48/year=2025/month=3/" + day + "0a1b.snappy.parquet");
        Files.createDirectories(part.getParent());
        return part;
    }

    /** Rows of the parts by folder, and the parts' number. */
    private Map<String, Long> parts() throws IOException {
        Map<String, Long> parts = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(service.objects())) {
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                parts.merge(service.objects().relativize(path.getParent()).toString(), Files.size(path), Long::sum);
            }
        }
        return parts;
    }

    private void matomo(List<PlainEvent> events, List<PlainVisit> visits) throws SQLException {
        try (Connection connection = service.matomo()) {
            MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
            tables.create();
            try (MatomoBulk bulk = tables.bulk()) {
                for (PlainVisit visit : visits) {
                    bulk.visit(new Visit(
                            visit.idvisit(),
                            48,
                            Objects.requireNonNull(visit.first()),
                            Objects.requireNonNull(visit.last()),
                            visit.totalActions() == null
                                    ? null
                                    : visit.totalActions().intValue(),
                            visit.country()));
                }
                for (PlainEvent event : events) {
                    bulk.event(event(event));
                }
            }
        }
    }

    private static Event event(PlainEvent event) {
        Map<String, String> columns = new HashMap<>();
        if (event.identifier() != null) {
            columns.put("custom_var_v1", event.identifier());
        }
        return new Event(
                event.idlinkVa(),
                48,
                event.idvisit(),
                event.serverTime(),
                null,
                event.actionType(),
                event.url(),
                null,
                columns);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}

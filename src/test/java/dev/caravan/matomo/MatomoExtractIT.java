package dev.caravan.matomo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.dataset.DerivedColumn;
import dev.caravan.dataset.Manifest;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.TestService;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.run.State;
import dev.caravan.sources.Source;
import dev.caravan.usage.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatomoExtractIT {

    private static final Instant NOON = Instant.parse("2026-09-05T12:00:00Z");
    private static final String URL = "https://repo.example/bitstream/1/1/a.pdf";

    @TempDir
    private Path folder;

    private TestService service;

    @BeforeEach
    void start() {
        service = new TestService("extract", folder);
        service.sources("source_id,name,type,site_id,country_iso", "TEST::7,Test,R,7,BR", "TEST::8,Portal,L,8,0");
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
        if (Files.exists(service.objects())) {
            try (Stream<Path> paths = Files.walk(service.objects())) {
                for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"matomo_, 5, 10, 5", "piwik_, 3, 6, 0", "m4x_, 4, 6, 2"})
    void readsMatomosOfEveryVersionAndPrefix(String prefix, int version, int variables, int dimensions)
            throws Exception {
        fill(new Shape(prefix, version, variables, dimensions));
        service.with("matomo.table-prefix", prefix);

        ItemReport item = run("7");

        assertThat(item.state()).as("%s", item).isEqualTo(State.DONE);
        assertThat(item.counts()).containsEntry("events.in", 5L).containsEntry("visits.in", 2L);
    }

    @Test
    void keepsEveryRowOfTheDayAlsoThoseWithoutAPage() throws Exception {
        fill(Shape.matomo5());

        run("7");

        assertThat(rows("events", "select idlink_va, action_type, action_url, custom_var_v1, custom_var_v2"))
                .containsExactly(
                        "1|1|repo.example/1/1|oai:repo.example:1/1|BR_",
                        "2|3|" + URL + "|oai:repo.example:1/1|null",
                        "3|null|null|null|null",
                        "4|null|null|null|null",
                        "5|null|null|null|null");
        assertThat(rows("visits", "select idvisit, visit_total_actions, location_country"))
                .containsExactly("70|5|br", "71|1|null");
    }

    @Test
    void writesTimesAsTheyStandInMatomoWhateverTheTimeZone() throws Exception {
        fill(Shape.matomo5());

        run("7");

        assertThat(rows("events", "select server_time")).startsWith("2026-09-05 00:00:00.0", "2026-09-05 12:00:00.0");
    }

    @Test
    void letsNoPersonalDatumLeaveMatomo() throws Exception {
        fill(Shape.matomo5());

        run("7");

        assertThat(columns("events"))
                .containsExactlyInAnyOrder(
                        "idlink_va",
                        "idvisit",
                        "idsite",
                        "server_time",
                        "action_type",
                        "action_url",
                        "action_url_prefix",
                        "custom_var_v1",
                        "custom_var_v2",
                        "custom_var_v6",
                        "asset",
                        "identifier_mapped");
        assertThat(columns("visits"))
                .containsExactlyInAnyOrder(
                        "idvisit",
                        "idsite",
                        "visit_first_action_time",
                        "visit_last_action_time",
                        "visit_total_actions",
                        "location_country");
    }

    @Test
    void takesACustomDimensionAsTheIdentifier() throws Exception {
        fill(Shape.matomo5());
        service.with("matomo.identifier-column.R", "custom_dimension_2");

        run("7");

        assertThat(rows("events", "select custom_dimension_2").get(0)).isEqualTo("oai:repo.example:dim/1");
    }

    @Test
    void saysWhichColumnAndSettingDoNotFit() throws Exception {
        fill(new Shape("matomo_", 5, 5, 0));

        ItemReport repository = run("7");
        ItemReport portal = run("8");

        assertThat(repository.state()).isEqualTo(State.DONE);
        assertThat(portal.state()).isEqualTo(State.DEAD);
        assertThat(portal.errorMessage())
                .contains("matomo-schema")
                .contains("matomo_log_link_visit_action.custom_var_v6")
                .contains("matomo.identifier-column.L");
    }

    @Test
    void splitsADayIntoPartsThatTheManifestNames() throws Exception {
        fill(Shape.matomo5());
        service.with("matomo.rows-per-part", "2");

        run("7");

        JsonNode manifest = manifest("events");
        assertThat(manifest.get("rows").asLong()).isEqualTo(5);
        assertThat(manifest.get("parts")).hasSize(3);
        for (JsonNode part : manifest.get("parts")) {
            Path file = service.objects().getParent().resolve(part.get("key").asText());
            assertThat(Files.size(file)).isEqualTo(part.get("bytes").asLong());
        }
        assertThat(manifest.at("/visits/rows").asLong()).isEqualTo(2);
    }

    @Test
    void writesBesideEachEventWhatTheStagesWouldComputeOfIt() throws Exception {
        fill(Shape.matomo5());
        try (Connection connection = service.matomo()) {
            Map<String, String> item = Map.of("custom_var_v1", "oai:https://repo.example/server:1/1");
            new MatomoTables(connection, Shape.matomo5())
                    .event(Event.download(7, 70, NOON.plusSeconds(9), URL + ".jpg?sequence=2", item)
                            .numbered(7, 70));
        }

        run("7");

        assertThat(rows("events", "select idlink_va, asset, identifier_mapped"))
                .containsExactly(
                        "1|false|null",
                        "2|false|null",
                        "3|null|null",
                        "4|null|null",
                        "5|null|null",
                        "7|true|oai:repo.example:1/1");
        assertThat(query("select distinct name, type from parquet_schema(" + files("events")
                        + ") where name in ('asset', 'identifier_mapped') order by 1"))
                .containsExactly("asset|BOOLEAN", "identifier_mapped|BYTE_ARRAY");
        Source source = new Source("TEST::7", "Test", Source.Type.R, 7, null, null, "BR", null, 0, null, null, null);
        Map<String, String> versions = Transform.derived(source).stream()
                .collect(Collectors.toMap(DerivedColumn::name, DerivedColumn::version));
        assertThat(derived("events"))
                .containsOnlyKeys("asset", "identifier_mapped")
                .isEqualTo(versions);
        assertThat(derived("visits")).isEmpty();
    }

    @Test
    void leavesTheIdentifiersOfASourceWithItsOwnMappingToTheStages() throws Exception {
        fill(Shape.matomo5());
        service.sources(
                "source_id,name,type,site_id,country_iso,identifier_map_type,identifier_map_regex,"
                        + "identifier_map_replace",
                "TEST::7,Test,R,7,BR,1,repo,other");

        run("7");

        assertThat(columns("events")).contains("asset").doesNotContain("identifier_mapped");
        assertThat(derived("events")).containsOnlyKeys("asset");
    }

    @Test
    void publishesAnEmptyDaySoThatNothingAndNotRunDiffer() throws Exception {
        fill(Shape.matomo5());

        ItemReport item = run("7", "2026-09-20");

        assertThat(item.state()).isEqualTo(State.DONE);
        assertThat(service.objects().resolve("events/idsite=7/year=2026/month=9/day=20/_manifest.json"))
                .exists();
    }

    private void fill(Shape shape) throws SQLException {
        try (Connection connection = service.matomo()) {
            MatomoTables tables = new MatomoTables(connection, shape);
            tables.create();
            tables.visit(new Visit(70, 7, NOON.minusSeconds(50_000), NOON.plusSeconds(60), 5, "br"));
            tables.visit(new Visit(71, 7, NOON, NOON, 1, null));
            tables.visit(new Visit(72, 7, NOON.plusSeconds(90_000), NOON.plusSeconds(90_000), 1, "ar"));
            Map<String, String> item = shape.customDimensions() > 0
                    ? Map.of(
                            "custom_var_v1", "oai:repo.example:1/1",
                            "custom_var_v2", "BR_aa11|Silva, Maria|Titulo",
                            "custom_dimension_2", "oai:repo.example:dim/1")
                    : Map.of("custom_var_v1", "oai:repo.example:1/1", "custom_var_v2", "BR_aa11|Silva, Maria|Titulo");
            Instant midnight = Instant.parse("2026-09-05T00:00:00Z");
            tables.event(Event.view(7, 70, midnight, "repo.example/1/1", item).numbered(1, 70));
            tables.event(Event.download(7, 70, NOON, URL, Map.of("custom_var_v1", "oai:repo.example:1/1"))
                    .numbered(2, 70));
            tables.event(Event.withoutUrl(7, 70, NOON.plusSeconds(1), Map.of()).numbered(3, 70));
            tables.event(
                    Event.pointingAt(0, 7, 70, NOON.plusSeconds(2), Map.of()).numbered(4, 70));
            tables.event(Event.pointingAt(987_654, 7, 71, NOON.plusSeconds(3), Map.of())
                    .numbered(5, 71));
            tables.event(Event.view(7, 72, NOON.plusSeconds(90_000), "repo.example/1/2", Map.of())
                    .numbered(6, 72));
        }
    }

    private ItemReport run(String site) throws InterruptedException {
        return run(site, "2026-09-05");
    }

    private ItemReport run(String site, String day) throws InterruptedException {
        return service.run("matomo", day, Mode.ALL, site).get(0);
    }

    private Map<String, String> derived(String table) throws IOException {
        return new ObjectMapper().treeToValue(manifest(table), Manifest.class).derived();
    }

    private JsonNode manifest(String table) throws IOException {
        Path day = service.objects().resolve(table + "/idsite=7/year=2026/month=9/day=5");
        return new ObjectMapper().readTree(Files.readString(day.resolve("_manifest.json")));
    }

    private List<String> rows(String table, String select) throws SQLException {
        return query(select + " from read_parquet(" + files(table) + ") order by 1");
    }

    private List<String> columns(String table) throws SQLException {
        return query("select distinct name from parquet_schema(" + files(table) + ") where num_children is null");
    }

    private String files(String table) {
        return "'" + service.objects().resolve(table + "/idsite=7/year=2026/month=9/day=5/*.parquet") + "'";
    }

    private static List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }
}

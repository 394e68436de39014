package dev.caravan.matomo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.TestService;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.run.State;
import dev.caravan.sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others read from the parts is what Matomo's database holds. */
class PartReadersIT {

    private static final Instant NOON = Instant.parse("2026-09-05T12:00:00Z");

    @TempDir
    private Path folder;

    private TestService service;

    @BeforeEach
    void start() throws SQLException {
        service = new TestService("readers", folder);
        service.sources("source_id,name,type,site_id,country_iso", "TEST::7,Test,R,7,BR");
        try (Connection connection = service.matomo()) {
            MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
            tables.create();
            tables.visit(new Visit(70, 7, NOON, NOON.plusSeconds(60), 0, "br"));
            tables.visit(new Visit(71, 7, NOON, NOON, null, null));
        }
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
        for (Path part : parts("")) {
            Files.delete(part);
        }
    }

    @ParameterizedTest
    @CsvSource({"latin1, Universität €–ß", "utf8mb3, Universität Łódź 大学", "utf8mb4, Universität Łódź 大学 😀"})
    void parquetAvroReadsWhatTheDatabaseHoldsInEveryCharacterSet(String characterSet, String text) throws Exception {
        try (Connection connection = service.matomo();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("log_link_visit_action", "log_action", "log_visit")) {
                statement.execute("alter table matomo_" + table + " convert to character set " + characterSet);
            }
            MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
            Map<String, String> columns = Map.of("custom_var_v1", text, "custom_var_v2", "ß€é" + text);
            tables.event(Event.view(7, 70, NOON, "repo.example/" + text, columns));
            tables.event(Event.download(7, 70, NOON, "https://repo.example/a.pdf", Map.of("custom_var_v1", "")));
            tables.event(Event.withoutUrl(7, 71, NOON.plusSeconds(1), Map.of()));
        }

        run();

        try (Connection connection = service.matomo()) {
            MatomoQueries queries = MatomoQueries.fitted(
                    connection, "matomo_", List.of("custom_var_v1"), Source.Type.R, "custom_var_v1");
            assertThat(avro("events", queries.eventSchema()))
                    .containsExactlyElementsOf(database(connection, queries.events(), queries.eventSchema()))
                    .hasSize(3);
            assertThat(avro("visits", queries.visitSchema()))
                    .containsExactlyElementsOf(database(connection, queries.visits(), queries.visitSchema()))
                    .hasSize(2);
        }
    }

    @Test
    void duckDbReadsAPartAlsoWhenMatomoHoldsWhatIsNoText() throws Exception {
        try (Connection connection = service.matomo();
                Statement statement = connection.createStatement()) {
            MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
            tables.event(Event.view(7, 70, NOON, "repo.example/1", Map.of("custom_var_v1", "x")));
            statement.execute("update matomo_log_link_visit_action set custom_var_v1 = x'61EDA08062'");
        }

        run();

        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select custom_var_v1 from read_parquet('"
                        + parts("events").get(0) + "')")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).startsWith("a\uFFFD").endsWith("b");
        }
    }

    private void run() throws InterruptedException {
        assertThat(service.run("matomo", "2026-09-05", Mode.ALL, "7"))
                .allSatisfy(item -> assertThat(item.state()).as("%s", item).isEqualTo(State.DONE));
    }

    /** Each row's raw columns as texts, by the schema that is in the file itself. */
    private List<List<String>> avro(String table, Schema schema) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Path part : parts(table)) {
            try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                            new LocalInputFile(part), new PlainParquetConfiguration())
                    .build()) {
                for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
                    List<String> values = new ArrayList<>();
                    for (Schema.Field field : schema.getFields()) {
                        assertThat(row.getSchema().getField(field.name()).schema())
                                .isEqualTo(field.schema());
                        values.add(String.valueOf(row.get(field.name())));
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }

    /** The same by the driver's own conversion. */
    private static List<List<String>> database(Connection connection, String query, Schema schema) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, 7);
            statement.setString(2, "2026-09-05 00:00:00");
            statement.setString(3, "2026-09-06 00:00:00");
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= schema.getFields().size(); i++) {
                        values.add(String.valueOf(result.getString(i)));
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }

    private List<Path> parts(String table) throws IOException {
        Path folder = service.objects().resolve(table);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> table.isEmpty() || file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }
}

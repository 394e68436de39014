package dev.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatomoTablesIT {

    private static final Instant NOON = Instant.parse("2026-09-15T12:00:00Z");

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = freshDatabase("matomo_tables_it");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private MatomoTables matomo5() {
        MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
        tables.create();
        return tables;
    }

    @ParameterizedTest
    @CsvSource({
        "3, interaction_position, visitor_days_since_first",
        "4, pageview_position, visitor_seconds_since_first",
        "5, pageview_position, visitor_seconds_since_first"
    })
    void namesColumnsAsItsVersionDoes(int version, String position, String since) {
        MatomoTables tables = new MatomoTables(connection, new Shape("pw_", version, 6, 2));
        tables.create();
        tables.site(1, "Repository", "https://repo.example.org");
        tables.visit(new Visit(1, 1, NOON, NOON, 1, "br"));
        tables.event(Event.view(1, 1, NOON, "repo.example.org/1", Map.of("custom_var_v6", "a")));

        assertThat(columns("pw_log_link_visit_action"))
                .contains(position, "custom_var_k6", "custom_dimension_2")
                .doesNotContain("custom_var_v7", "custom_dimension_3");
        assertThat(columns("pw_log_visit")).contains(since, "idvisitor", "location_ip", "user_id");
        assertThat(columns("pw_log_visit").contains("profilable")).isEqualTo(version == 5);
    }

    private List<String> columns(String table) {
        return texts(
                "select column_name from information_schema.columns where table_schema = database() and table_name = '"
                        + table + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/Lima", "Asia/Tokyo"})
    void storesUtcWhateverTheZones(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            Sql.execute(connection, "set time_zone = '-05:00'");
            MatomoTables tables = matomo5();
            tables.visit(new Visit(1, 1, NOON, Instant.parse("2026-09-30T23:59:59.999Z"), 1, null));
            tables.event(Event.view(1, 1, NOON, "repo.example.org/1", Map.of()));
        } finally {
            TimeZone.setDefault(before);
        }

        assertThat(texts("select cast(visit_first_action_time as char) from matomo_log_visit"))
                .containsExactly("2026-09-15 12:00:00");
        assertThat(texts("select cast(visit_last_action_time as char) from matomo_log_visit"))
                .containsExactly("2026-09-30 23:59:59");
        assertThat(texts("select cast(server_time as char) from matomo_log_link_visit_action"))
                .containsExactly("2026-09-15 12:00:00");
    }

    @Test
    void makesAnActionOncePerNameTypeAndPrefix() {
        MatomoTables tables = matomo5();
        long page = tables.action("repo.example.org/Ñ", 1, 2);

        assertThat(tables.action("repo.example.org/Ñ", 1, 2)).isEqualTo(page);
        assertThat(tables.action("repo.example.org/ñ", 1, 2)).isNotEqualTo(page);
        assertThat(tables.action("repo.example.org/Ñ", 1, 0)).isNotEqualTo(page);
        assertThat(tables.action("repo.example.org/Ñ", 10, 2)).isNotEqualTo(page);
        assertThat(tables.action(null, 1, null)).isEqualTo(tables.action(null, 1, null));
        try (MatomoBulk bulk = tables.bulk()) {
            assertThat(bulk.action("repo.example.org/Ñ", 1, 2)).isEqualTo(page);
        }
    }

    @Test
    void keepsUrlsThatAreMissingZeroOrDangling() {
        MatomoTables tables = matomo5();
        tables.event(Event.withoutUrl(1, 1, NOON, Map.of()));
        tables.event(Event.pointingAt(0, 1, 1, NOON, Map.of()));
        tables.event(Event.pointingAt(4_000_000_000L, 1, 1, NOON, Map.of()));

        assertThat(texts("select idaction_url from matomo_log_link_visit_action order by idlink_va"))
                .containsExactly("null", "0", "4000000000");
        assertThat(number("select count(*) from matomo_log_action")).isZero();
    }

    @Test
    void numbersRowsThatHaveNoNumber() {
        MatomoTables tables = matomo5();

        assertThat(tables.visit(new Visit(7, 1, NOON, NOON, 1, "br"))).isEqualTo(7);
        assertThat(tables.visit(new Visit(0, 1, NOON, NOON, 1, "br"))).isEqualTo(8);
        assertThat(tables.event(Event.view(1, 7, NOON, "a", Map.of()).numbered(3, 7)))
                .isEqualTo(3);
        assertThat(tables.event(Event.view(1, 8, NOON, "a", Map.of()))).isEqualTo(4);
    }

    @Test
    void writesTheSameRowsInBulkAsByHand() {
        Visit visit = new Visit(1, 1, NOON, NOON.plusSeconds(9), 1, "br");
        Event event = Event.view(1, 1, NOON, "repo.example.org/1", Map.of("custom_dimension_2", "é"))
                .numbered(1, 1);
        MatomoTables tables = matomo5();
        tables.visit(visit);
        tables.event(event);
        List<String> byHand = checksums(connection);

        tables.create();
        try (MatomoBulk bulk = tables.bulk()) {
            bulk.visit(visit);
            bulk.event(event);
        }

        assertThat(checksums(connection)).isEqualTo(byHand);
    }

    @Test
    void givesEachVisitPersonalDataToLookFor() {
        matomo5().visit(new Visit(17, 1, NOON, NOON, 1, "br"));

        assertThat(texts("select concat_ws(' ', user_id, referer_url) from matomo_log_visit"))
                .containsExactly(MatomoTables.userId(17) + " " + MatomoTables.refererUrl(17));
        assertThat(number("select length(location_ip) in (4, 16) from matomo_log_visit"))
                .isEqualTo(1);
    }

    @Test
    void refusesColumnsThatAreNoNames() {
        Event event = Event.withoutUrl(1, 1, NOON, Map.of("a` = 1; --", "x"));

        assertThatThrownBy(() -> matomo5().event(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column is not [a-z0-9_]+: a` = 1; --");
    }

    private List<String> texts(String sql) {
        return Sql.query(connection, sql, List.of(), row -> String.valueOf(row.getString(1)));
    }

    private long number(String sql) {
        return Sql.query(connection, sql, List.of(), row -> row.getLong(1)).get(0);
    }

    /** An empty database on the shared server; the caller closes the connection. */
    static Connection freshDatabase(String name) throws SQLException {
        MariaDbServer mariaDb = EmbeddedServers.shared().mariaDb();
        mariaDb.dropDatabase(name);
        mariaDb.createDatabase(name);
        return DriverManager.getConnection(mariaDb.jdbcUrl(name), mariaDb.user(), mariaDb.password());
    }

    /** One line per table; equal when all rows are. */
    static List<String> checksums(Connection connection) {
        return Sql.query(
                connection,
                "checksum table matomo_site, matomo_log_visit, matomo_log_link_visit_action, matomo_log_action",
                List.of(),
                row -> row.getString(1).replaceFirst(".*\\.", "") + "=" + row.getLong(2));
    }
}

package dev.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.DemoMatomo.Loaded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every peculiarity that the demo promises is there, in a real MariaDB. */
class DemoMatomoIT {

    private static final String EVENTS =
            " from matomo_log_link_visit_action e left join matomo_log_action a on a.idaction = e.idaction_url ";
    private static final String VISITS = " from matomo_log_visit ";

    private static Connection connection;
    private static Loaded loaded;

    @BeforeAll
    static void load() throws SQLException {
        connection = MatomoTablesIT.freshDatabase("demo_matomo_it");
        loaded = DemoMatomo.load(connection);
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
    }

    @Test
    void isOfModestSize() {
        assertThat(loaded.sites()).isEqualTo(6);
        assertThat(loaded.visits()).isBetween(11_000, 13_000);
        assertThat(loaded.events()).isBetween(36_000, 44_000);
        assertThat(count(" from matomo_site")).isEqualTo(loaded.sites());
        assertThat(count(VISITS)).isEqualTo(loaded.visits());
        assertThat(count(EVENTS)).isEqualTo(loaded.events());
    }

    @Test
    void isTheSameEachTime() throws SQLException {
        List<String> once = MatomoTablesIT.checksums(connection);
        try (Connection other = MatomoTablesIT.freshDatabase("demo_matomo_again_it")) {
            DemoMatomo.load(other);

            assertThat(MatomoTablesIT.checksums(other)).isEqualTo(once);
        }
        assertThat(DemoVisits.of(1)).isEqualTo(DemoVisits.of(1)).isNotEqualTo(DemoVisits.of(2));
    }

    @Test
    void staysWithinItsTwoMonths() {
        String outside = "not between '2026-09-01 00:00:00' and '2026-10-31 23:59:59'";

        assertThat(count(EVENTS + "where server_time " + outside)).isZero();
        assertThat(count(VISITS + "where visit_first_action_time " + outside)).isZero();
        assertThat(number("select count(distinct date(server_time))" + EVENTS)).isEqualTo(61);
    }

    @Test
    void hasVisitsAcrossMidnightAndMonthEnd() {
        assertThat(count(VISITS + "where date(visit_first_action_time) < date(visit_last_action_time)"))
                .isGreaterThan(80);
        assertThat(number("select count(distinct idsite)" + VISITS
                        + "where month(visit_first_action_time) = 9 and month(visit_last_action_time) = 10"))
                .isEqualTo(6);
    }

    @Test
    void hasVisitsThatAgreeWithTheirEvents() {
        assertThat(count(VISITS
                        + "v join (select idvisit, idsite, count(*) n, min(server_time) first, max(server_time) last"
                        + " from matomo_log_link_visit_action group by idvisit, idsite) e"
                        + " using (idvisit, idsite) where n = visit_total_actions"
                        + " and first = visit_first_action_time and last = visit_last_action_time"))
                .isEqualTo(loaded.visits());
    }

    @Test
    void hasRobotsOfBothKindsAndBusyPeople() {
        String average =
                "timestampdiff(second, visit_first_action_time, visit_last_action_time)" + " / visit_total_actions";

        assertThat(count(VISITS + "where visit_total_actions >= 100")).isEqualTo(31);
        assertThat(count(VISITS + "where visit_total_actions between 11 and 99 and " + average + " <= 2"))
                .isGreaterThan(70);
        assertThat(count(VISITS + "where visit_total_actions between 11 and 99 and " + average + " > 2"))
                .isGreaterThan(100);
        assertThat(count(VISITS + "where visit_total_actions = 11 and " + average + " = 2"))
                .isPositive();
    }

    @Test
    void hasActionsInRealisticShares() {
        assertThat(sharesOf("2, 3, 4")).satisfies(shares -> {
            assertThat(shares.get("1")).isBetween(45L, 62L);
            assertThat(shares.get("3")).isBetween(32L, 48L);
            assertThat(shares).containsKeys("2", "8", "10", "null");
        });
        assertThat(sharesOf("1, 5, 6")).satisfies(shares -> {
            assertThat(shares.get("1")).isBetween(60L, 85L);
            assertThat(shares.get("2")).isBetween(12L, 35L);
            assertThat(shares).containsKeys("3", "10", "null");
        });
    }

    private Map<String, Long> sharesOf(String sites) {
        Map<String, Long> shares = new TreeMap<>();
        Sql.query(
                connection,
                "select coalesce(type, 'null'), round(100 * count(*) / sum(count(*)) over ())" + EVENTS
                        + "where idsite in (" + sites + ") group by type",
                List.of(),
                row -> shares.put(row.getString(1), row.getLong(2)));
        return shares;
    }

    @Test
    void hasFewItemsThatAreReadMuchAndManyThatAreReadSeldom() {
        List<Long> reads = Sql.query(
                connection,
                "select count(*) n" + EVENTS + "where idsite = 2 and custom_var_v1 <> '' group by "
                        + "substring_index(custom_var_v1, '/', -1) order by n desc",
                List.of(),
                row -> row.getLong(1));

        assertThat(reads).hasSizeGreaterThan(350);
        assertThat(reads.get(0)).isGreaterThan(5 * reads.get(20)).isGreaterThan(10 * reads.get(100));
        assertThat(texts("select custom_var_v1" + EVENTS + "where idsite = 2 and type = 1 group by custom_var_v1"
                        + " order by count(*) desc limit 1"))
                .containsExactly("oai:repositorio.example.co:123456789/42");
    }

    @ParameterizedTest
    @ValueSource(strings = {".pdf.jpg", ".PDF.JPG", ".pdf.jpg?sequence=5", ".docx.jpg", ".pdf.txt"})
    void hasThumbnails(String end) {
        assertThat(count(EVENTS + "where type = 3 and binary right(name, " + end.length() + ") = '" + end + "'"))
                .isGreaterThan(10);
    }

    @Test
    void hasDoubleClicks() {
        List<Long> gaps = Sql.query(
                connection,
                "select timestampdiff(second, e.server_time, next.server_time) from matomo_log_link_visit_action e"
                        + " join matomo_log_link_visit_action next on next.idvisit = e.idvisit"
                        + " and next.idaction_url = e.idaction_url and next.idlink_va > e.idlink_va",
                List.of(),
                row -> row.getLong(1));

        assertThat(gaps).contains(0L, 29L).anyMatch(gap -> gap > 30);
        assertThat(gaps.stream().filter(gap -> gap < 30)).hasSizeGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource({
        "2, oai:https://repositorio.example.co/server:123456789/%",
        "2, oai:http://repositorio.example.co/server:123456789/%",
        "2, oai:repositorio.example.co/rest:123456789/%",
        "2, oai:repositorio.example.co:123456789/educación-%",
        "3, oai:antiguo.example.pe:20.500.12404/%",
        "4, oai:acervo.example.br:0%"
    })
    void spellsIdentifiersOfRepositoriesInMoreThanOneWay(int site, String pattern) {
        assertThat(count(EVENTS + "where idsite = " + site + " and custom_var_v1 like '" + pattern + "'"))
                .isGreaterThan(20);
    }

    @Test
    void leavesSomeIdentifiersOut() {
        assertThat(count(EVENTS + "where idsite in (2, 3, 4) and custom_var_v1 is null and type is not null"))
                .isGreaterThan(50);
        assertThat(count(EVENTS + "where idsite in (2, 3, 4) and custom_var_v1 = ''"))
                .isGreaterThan(50);
        assertThat(count(EVENTS + "where idsite in (1, 5, 6) and custom_var_v6 is null"))
                .isGreaterThan(50);
        assertThat(count(EVENTS + "where idsite in (1, 5, 6) and custom_var_v6 = ''"))
                .isGreaterThan(50);
    }

    @Test
    void hasRecordsAndSearchPagesOnPortals() {
        assertThat(count(EVENTS + "where custom_var_v6 = 'Solr' and custom_var_v2 like 'Facet|%' and type = 1"))
                .isGreaterThan(1_000);
        assertThat(count(EVENTS + "where idsite = 6 and custom_var_v6 like 'oai:%'"
                        + " and custom_var_v2 not regexp '^BR_[0-9a-f]{8}[|][^|]+[|][^|]+$'"))
                .isZero();
        assertThat(number("select count(distinct left(custom_var_v2, 2))" + EVENTS
                        + "where idsite = 1 and custom_var_v6 like 'oai:%'"))
                .isEqualTo(5);
    }

    @Test
    void hasVisitorsFromManyCountriesAndFromNowhere() {
        assertThat(texts("select distinct location_country" + VISITS))
                .hasSizeBetween(30, 40)
                .contains("br", "mx", "xx", "null")
                .allMatch(country -> country.matches("[a-z]{2}|null"));
    }

    @Test
    void hasUrlsThatAreMissingZeroOrDangling() {
        assertThat(count(EVENTS + "where idaction_url is null")).isGreaterThan(200);
        assertThat(count(EVENTS + "where idaction_url = 0")).isPositive();
        assertThat(count(EVENTS + "where idaction_url > 0 and idaction is null"))
                .isPositive();
    }

    @Test
    void pointsSearchesAtTheirWords() {
        assertThat(texts("select distinct a.name from matomo_log_link_visit_action e"
                        + " join matomo_log_action a on a.idaction = e.idaction_name where a.type = 8"))
                .containsExactlyInAnyOrderElementsOf(DemoSession.SEARCH_WORDS);
    }

    private static long count(String fromWhere) {
        return number("select count(*)" + fromWhere);
    }

    private static List<String> texts(String sql) {
        return Sql.query(connection, sql, List.of(), row -> String.valueOf(row.getString(1)));
    }

    private static long number(String sql) {
        return Sql.query(connection, sql, List.of(), row -> row.getLong(1)).get(0);
    }
}

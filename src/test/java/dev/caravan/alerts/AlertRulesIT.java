package dev.caravan.alerts;

import static dev.caravan.run.TestPipeline.MATOMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.run.Pipeline;
import dev.caravan.run.TestPipeline;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which causes hold, by what the ledger says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertRulesIT {

    private static final Pipeline USAGE = TestPipeline.USAGE.granularity(Pipeline.Granularity.MONTH);

    private AlertBench bench;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        bench = new AlertBench("alertrules", folder, "none");
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @BeforeEach
    void clear() {
        List.of("alert_message", "alert", "dead_letter", "work_item", "source")
                .forEach(table -> bench.sql.update("delete from " + table));
    }

    private List<String> causes(String now, Pipeline... pipelines) {
        bench.alerts(Instant.parse(now), pipelines).evaluate();
        return bench.openCauses();
    }

    private List<String> messages() {
        return bench.sql.queryForList(
                "select concat(m.kind, ' ', a.title) from alert_message m join alert a on a.id = m.alert_id"
                        + " where m.channel = 'MAIL' order by m.created_at, m.kind",
                String.class);
    }

    private String text() {
        return bench.sql.queryForObject("select text from alert", String.class);
    }

    private void days(int site, String first, String last, String state) {
        LocalDate.parse(first)
                .datesUntil(LocalDate.parse(last).plusDays(1))
                .forEach(day -> bench.item("matomo", site, day.toString(), state, 1, day.plusDays(1) + " 02:15:00"));
    }

    @Test
    void aDayIsLateOnceItsTimeIsOver() {
        bench.site(7, "Alfa", "2026-09-15 10:00:00");
        bench.site(8, "Beta", "2026-09-19 10:00:00");
        days(7, "2026-09-15", "2026-09-18", "DONE");

        assertThat(causes("2026-09-20T11:59:59Z", MATOMO)).isEmpty();
        assertThat(causes("2026-09-20T12:00:00Z", MATOMO)).containsExactly("late/matomo");
        assertThat(text()).contains("  site 7 (Alfa) 2026-09-19\n  site 8 (Beta) 2026-09-19\n");

        days(7, "2026-09-19", "2026-09-19", "DONE");
        assertThat(causes("2026-09-20T12:01:00Z", MATOMO)).containsExactly("late/matomo");
        days(8, "2026-09-19", "2026-09-19", "DONE");
        assertThat(causes("2026-09-20T12:02:00Z", MATOMO)).isEmpty();
        assertThat(messages())
                .containsExactly(
                        "OPENED matomo is late: 2 days of 2 sites", "RECOVERED matomo is late: 2 days of 2 sites");
    }

    @Test
    void aHoleOfAnEarlierDayIsNotMadeGoodByLaterDays() {
        bench.site(7, "Alfa", "2026-01-01 10:00:00");
        days(7, "2026-08-01", "2026-09-19", "DONE");
        assertThat(causes("2026-09-20T12:00:00Z", MATOMO)).isEmpty();

        bench.sql.update("delete from work_item where unit = '2026-08-20'");

        assertThat(causes("2026-09-20T12:00:00Z", MATOMO)).containsExactly("late/matomo");
        assertThat(text()).contains("1 day of 1 site", "  site 7 (Alfa) 2026-08-20\n");
    }

    @Test
    void whatIsDeadOrCancelledOrDoneAgainIsNotLateAndWhatWaitsIs() {
        bench.site(7, "Alfa", "2026-09-19 10:00:00");

        for (String state : List.of("DEAD", "CANCELLED")) {
            bench.item("matomo", 7, "2026-09-19", state, 0, "");
            assertThat(causes("2026-09-20T12:00:00Z", MATOMO)).as(state).isEmpty();
        }
        bench.item("matomo", 7, "2026-09-19", "READY", 1, "2026-09-20 02:15:00");
        assertThat(causes("2026-09-20T12:00:00Z", MATOMO)).isEmpty();
        for (String state : List.of("READY", "RUNNING", "RETRY")) {
            bench.sql.update("update alert set recovered_at = utc_timestamp(6)");
            bench.item("matomo", 7, "2026-09-19", state, 0, "");
            assertThat(causes("2026-09-20T12:00:00Z", MATOMO)).as(state).containsExactly("late/matomo");
        }
    }

    @Test
    void aMonthIsLateWhenItWasLastDoneBeforeItsEnd() {
        bench.site(7, "Alfa", "2026-08-15 10:00:00");
        bench.item("usage", 7, "2026-08", "DONE", 10, "2026-08-31 02:45:00");

        assertThat(causes("2026-09-03T23:59:59Z", USAGE)).isEmpty();
        assertThat(causes("2026-09-04T00:00:00Z", USAGE)).containsExactly("late/usage");
        bench.item("usage", 7, "2026-08", "DONE", 10, "2026-09-04 02:45:00");
        assertThat(causes("2026-09-04T03:00:00Z", USAGE)).isEmpty();
        assertThat(causes("2026-10-03T03:00:00Z", USAGE)).isEmpty();
        assertThat(causes("2026-10-04T03:00:00Z", USAGE)).containsExactly("late/usage");
    }

    private void year(int site, long each) {
        for (int month = 8; month <= 12; month++) {
            bench.item("usage", site, "2025-%02d".formatted(month), "DONE", each, "2026-01-02 02:45:00");
        }
        for (int month = 1; month <= 7; month++) {
            bench.item("usage", site, "2026-%02d".formatted(month), "DONE", each, "2026-08-02 02:45:00");
        }
    }

    @Test
    void aMonthThatStandsStillIsToldWhenItIsOver() {
        bench.site(7, "Alfa", "2026-09-15 10:00:00");
        year(7, 1000);
        bench.item("usage", 7, "2026-08", "DONE", 9, "2026-08-31 02:45:00");
        assertThat(causes("2026-09-01T02:00:00Z")).isEmpty();

        bench.item("usage", 7, "2026-08", "DONE", 9, "2026-09-01 02:45:00");
        assertThat(causes("2026-09-01T03:00:00Z")).containsExactly("figures/7/2026-08");
        assertThat(text())
                .contains(
                        "usage of site 7 (Alfa) in 2026-08: 9 events kept; the mean of the 12 months before is 1000.0.")
                .contains("less than 1 % of a mean of 20");
        assertThat(causes("2026-09-01T03:01:00Z")).hasSize(1);

        // opened again: its figure holds until there is another
        bench.item("usage", 7, "2026-08", "READY", 9, "2026-09-01 02:45:00");
        assertThat(causes("2026-09-02T02:45:00Z")).hasSize(1);
        bench.item("usage", 7, "2026-08", "DONE", 10, "2026-09-02 02:46:00");
        assertThat(causes("2026-09-02T02:47:00Z")).isEmpty();
        assertThat(messages())
                .containsExactly(
                        "OPENED usage of site 7 (Alfa) in 2026-08 stands still",
                        "RECOVERED usage of site 7 (Alfa) in 2026-08 stands still");
    }

    @Test
    void aMonthThatJumpsIsToldAtOnceAndLaterForgottenWithoutAWord() {
        bench.site(7, "Alfa", "2026-09-15 10:00:00");
        year(7, 1000);
        bench.item("usage", 7, "2026-08", "DONE", 3099, "2026-08-20 02:45:00");
        // a day of the same pipeline is no month
        bench.item("usage", 7, "2026-08-19", "DONE", 999_999, "2026-08-20 02:45:00");
        bench.item("usage", 7, "2026-06-19", "DONE", 999_999, "2026-08-20 02:45:00");
        assertThat(causes("2026-08-20T03:00:00Z")).isEmpty();

        bench.item("usage", 7, "2026-08", "DONE", 3100, "2026-08-21 02:45:00");
        assertThat(causes("2026-08-21T03:00:00Z")).containsExactly("figures/7/2026-08");
        assertThat(causes("2026-09-30T03:00:00Z")).hasSize(1);
        assertThat(causes("2026-10-01T03:00:00Z")).isEmpty();
        assertThat(messages()).containsExactly("OPENED usage of site 7 (Alfa) in 2026-08 jumps");
    }

    @Test
    void aMonthWithoutOneBeforeItIsNoSpike() {
        bench.site(7, "Alfa", "2026-09-15 10:00:00");
        bench.item("usage", 7, "2026-08", "DONE", 100_000, "2026-09-01 02:45:00");

        assertThat(causes("2026-09-01T03:00:00Z")).isEmpty();
    }

    @Test
    void aDryRunThatDiesIsNobodysAlert() {
        bench.dead("usage", 7, "2026-08", "engine-sql", "no such column");
        bench.sql.update("update work_item set variant = 'dry'");

        assertThat(causes("2026-09-01T03:00:00Z")).isEmpty();
    }
}

package dev.caravan.observe;

import static dev.caravan.visitfiles.report.ReportLines.HEADER;
import static dev.caravan.visitfiles.report.ReportLines.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravan.embedded.SftpServer;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

@DisplayName("The metrics of a daemon that has found report files at its start: a good, a bad and a repeated one")
class VisitFilesDashboardIT {

    @TempDir
    private static Path folder;

    private static SftpServer sftp;
    private static TestService service;

    @BeforeAll
    static void work() throws IOException {
        sftp = SftpServer.in(folder.resolve("sftp"));
        sftp.start();
        sftp.put("report_1.txt", HEADER, row("ana"), "mal@,,,,x,-,0,0,-,0,0,-,-,-,-");
        sftp.put("report_2.txt", HEADER.replace("jyv", "xyz"), row("ana"));
        service = new TestService("visitfilesdashboard", folder)
                .with("visitfiles.dir", folder.resolve("etl").toString())
                .with("visitfiles.stable-age", "20ms")
                .with("visitfiles.min-free-bytes", "1")
                .with("alerts.cron", "* * * * * ?")
                .with("metrics.every", "200ms");
        sftp.source("main").forEach(service::with);
        service.serve();
        JdbcTemplate sql = new JdbcTemplate(service.components().database());
        Until.holds(
                "the day is closed",
                () -> 1
                        == sql.queryForList(
                                        "select 1 from work_item where pipeline = 'visitfiles-close' and state = 'DONE'")
                                .size());
        sql.update(
                "insert into dead_letter (item_id, attempts, code, message, created_at)"
                        + " select id, 1, 'visitfiles-disk', 'full', utc_timestamp(6) from work_item where pipeline = 'visitfiles-close'");
        Until.holds(
                "the metrics have it",
                () -> scrape().has("caravan_dead_letters")
                        && scrape().sum("caravan_files_unfinished", Map.of("stage", "CUARENTENA")) == 1);
    }

    @AfterAll
    static void stop() {
        service.close();
        sftp.stop();
    }

    private static Scrape scrape() {
        return Scrape.of(service.management("/observe/metrics"));
    }

    @Test
    void areWhatBecameOfTheFiles() {
        Scrape scrape = scrape();

        assertThat(scrape.sum("caravan_files_ended_total", Map.of("status", "COMPLETADO_CON_ERRORES")))
                .isEqualTo(1);
        assertThat(scrape.sum("caravan_files_ended_total", Map.of("status", "FALLO_LAYOUT")))
                .isEqualTo(1);
        assertThat(scrape.sum("caravan_files_ended_total", Map.of("status", "COMPLETADO")))
                .as("there before the first")
                .isZero();
        assertThat(scrape.sum("caravan_files_unfinished", Map.of("source", "main", "stage", "CUARENTENA")))
                .isEqualTo(1);
        assertThat(scrape.sum("caravan_visitors_added_total", Map.of("pipeline", "visitfiles")))
                .isEqualTo(1);
        assertThat(scrape.sum("caravan_events_dropped_total", Map.of("pipeline", "visitfiles", "reason", "row-error")))
                .isEqualTo(1);
        assertThat(scrape.sum("caravan_warnings_given_total", Map.of("code", "W-18")))
                .isEqualTo(1);
        for (String step : List.of("fetch", "load", "back-up", "remove")) {
            assertThat(scrape.sum("caravan_file_step_duration_seconds_count", Map.of("step", step)))
                    .as(step)
                    .isGreaterThanOrEqualTo(2);
        }
        assertThat(scrape.sum("caravan_source_listed_seconds", Map.of("source", "main")))
                .isBetween(1.7e9, 1e10);
        assertThat(scrape.sum("caravan_disk_free_bytes", Map.of("folder", "visitfiles")))
                .isPositive();
    }

    @Test
    void countVisitorsNowAndThen() {
        Until.holds(
                "one is known, none of this month",
                () -> scrape().sum("caravan_visitors_known", Map.of()) == 1
                        && scrape().sum("caravan_visitors_active", Map.of()) == 0);
    }

    @Test
    @DisplayName("AL-01, AL-08: and whoever is to be told is told")
    void tell() {
        JdbcTemplate sql = new JdbcTemplate(service.components().database());
        for (String rule : List.of("files/layout/main/", "files/errors/main/", "dead-letters/visitfiles-close/")) {
            Until.holds(
                    rule,
                    () -> 1
                            == sql.queryForList("select 1 from alert where cause like concat(?, '%')", rule)
                                    .size());
        }
    }

    @Test
    void haveEveryNameOfTheDashboardTheRulesAndTheDocument() throws IOException {
        Scrape scrape = scrape();
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("dashboards/grafana/visitfiles.json").toFile());
        assertThat(GrafanaNames.missing(dashboard, scrape)).isEmpty();
        JsonNode rules = new YAMLMapper()
                .readTree(Path.of("dashboards/prometheus/visitfiles.yaml").toFile());
        assertThat(rules.findValues("expr"))
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        expression -> PromQl.of(expression.asText()).metrics().forEach((metric, labels) -> {
                            assertThat(scrape.has(metric)).as(metric).isTrue();
                            assertThat(scrape.labels(metric)).containsAll(labels);
                        }));
        assertThat(Pattern.compile("caravan_\\w+")
                        .matcher(Files.readString(Path.of("docs/visitfiles.md")))
                        .results()
                        .map(name -> name.group())
                        .distinct())
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(scrape.has(name)).as(name).isTrue());
    }
}

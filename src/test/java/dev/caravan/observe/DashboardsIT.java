package dev.caravan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import dev.caravan.run.Freshness;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.Outcome;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

@DisplayName("The metrics of a daemon that has worked, dropped and failed")
class DashboardsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DASHBOARD = Path.of("dashboards/grafana/caravan.json");

    @TempDir
    private static Path folder;

    private static TestService service;
    private static JdbcTemplate ledger;

    /** Site 33 has a good event, one of a robot and one without an identifier; site 34's rule cannot be read. */
    @BeforeAll
    static void work() throws SQLException {
        service = new TestService("dashboards", folder)
                .with("s3.logs-prefix", "dashboards-logs")
                .with("matomo.cron", "* * * * * ?")
                .with("matomo.days-back", "2")
                .with("usage.cron", "* * * * * ?")
                .with("usage.months-back", "1")
                .with("metrics.every", "200ms");
        service.forget(33);
        service.forget(34);
        service.sources(
                "source_id,name,type,site_id,country_iso,identifier_map_type,identifier_map_filename",
                "TEST::33,Test,R,33,BR,0,",
                "TEST::34,Test,R,34,BR,2,no-such-file.csv");
        Instant noon = LocalDate.now(ZoneOffset.UTC).minusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC);
        try (Connection connection = service.matomo()) {
            MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
            tables.create();
            tables.visit(new Visit(1, 33, noon, noon, 1, "br"));
            tables.visit(new Visit(2, 33, noon, noon, 5000, "pe"));
            tables.event(
                    view(1, noon, Map.of("custom_var_v1", "oai:repo.example:1")).numbered(1, 1));
            tables.event(view(1, noon, Map.of()).numbered(2, 1));
            tables.event(
                    view(2, noon, Map.of("custom_var_v1", "oai:repo.example:1")).numbered(3, 2));
        }
        ledger = new JdbcTemplate(service.components().database());
        service.serve();
        // not before: a month may be planned before its days, and is then done again
        Until.holds(
                "the month of site 33 is indexed", () -> scrape().sum("caravan_documents_indexed_total", Map.of()) > 0);
        Until.holds("the month of site 33 is done", () -> items("usage", "33", State.DONE) == 1);
        Until.holds("the month of site 34 is dead", () -> items("usage", "34", State.DEAD) == 1);
        // the metric of pauses is there with the first of them
        System.gc();
        Map<String, String> dead = Map.of("state", "DEAD", "code", "source-map");
        Map<String, String> complete = Map.of("pipeline", "usage", "site", "34");
        Until.holds("the metrics have them", () -> {
            Scrape scrape = scrape();
            return scrape.has("jvm_gc_pause_seconds_sum")
                    && scrape.sum("caravan_dead_letters", Map.of()) == 1
                    && scrape.sum("caravan_items_ended_total", dead) == 1
                    && scrape.sum("caravan_site_complete_until_seconds", complete) >= 0;
        });
    }

    private static Event view(long visit, Instant at, Map<String, String> columns) {
        return Event.view(33, visit, at, "repo.example/1", columns);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static long items(String pipeline, String site, State state) {
        return Objects.requireNonNull(ledger.queryForObject(
                "select count(*) from work_item where pipeline = ? and subject = ? and state = ?",
                Long.class,
                pipeline,
                site,
                state.name()));
    }

    private static Scrape scrape() {
        return Scrape.of(service.management("/observe/metrics"));
    }

    private static double counted(String pipeline, String name) {
        return Objects.requireNonNull(ledger.queryForObject(
                "select coalesce(sum(c.amount), 0) from attempt_count c join attempt a on a.id = c.attempt_id"
                        + " join work_item i on i.id = a.item_id where i.pipeline = ? and c.name = ?",
                Double.class,
                pipeline,
                name));
    }

    /** Counted a little later than it is in the ledger, where a month may be done once more meanwhile. */
    private static void awaitSame(String metric, Map<String, String> tags, String pipeline, String name) {
        Until.holds(metric + " " + tags, () -> scrape().sum(metric, tags) == counted(pipeline, name));
    }

    @Test
    void areWhatTheLedgerCounted() {
        for (String pipeline : List.of("matomo", "usage")) {
            Map<String, String> tag = Map.of("pipeline", pipeline);
            awaitSame("caravan_events_in_total", tag, pipeline, Outcome.IN);
            awaitSame("caravan_events_kept_total", tag, pipeline, Outcome.KEPT);
        }
        assertThat(scrape().sum("caravan_events_in_total", Map.of("pipeline", "usage")))
                .isPositive();
        List<String> reasons = ledger.queryForList(
                "select distinct name from attempt_count where name like 'events.dropped.%' order by name",
                String.class);
        assertThat(reasons).containsExactly("events.dropped.no-identifier", "events.dropped.robot");
        for (String reason : reasons) {
            Map<String, String> tags =
                    Map.of("pipeline", "usage", "reason", reason.substring(Outcome.DROPPED.length()));
            awaitSame("caravan_events_dropped_total", tags, "usage", reason);
            assertThat(counted("usage", reason)).isPositive();
        }
        awaitSame("caravan_documents_indexed_total", Map.of("pipeline", "usage"), "usage", "documents");
        assertThat(counted("usage", "documents")).isPositive();
        assertThat(scrape().sum("caravan_items_ended_total", Map.of("state", "DEAD", "code", "source-map")))
                .isEqualTo(1);
    }

    @Test
    void haveEveryStateOfTheLedgersItems() {
        for (String pipeline : List.of("matomo", "usage")) {
            for (State state : State.values()) {
                // read a little later than written
                Until.holds(
                        pipeline + " " + state,
                        () -> scrape().sum("caravan_items", Map.of("pipeline", pipeline, "state", state.name()))
                                == items(pipeline, "33", state) + items(pipeline, "34", state));
            }
        }
        assertThat(scrape().sum("caravan_dead_letters", Map.of("pipeline", "usage", "code", "source-map")))
                .isEqualTo(1);
    }

    @Test
    void sayUntilWhenEachSiteIsComplete() {
        LedgerFigures figures = new LedgerFigures(service.components().database());
        // days may still be done: both go on
        Until.holds("the metrics say what the ledger says", () -> {
            List<Freshness> freshness = figures.freshness();
            return freshness.size() == 4 && freshness.stream().allMatch(row -> completeUntil(row) == until(row));
        });
        Freshness site33 = figures.freshness().stream()
                .filter(row -> row.pipeline().equals("matomo") && row.site().equals("33"))
                .findFirst()
                .orElseThrow();
        Until.holds("a day of site 33 is complete", () -> completeUntil(site33) > 0);
    }

    private static double completeUntil(Freshness row) {
        return scrape().sum(
                        "caravan_site_complete_until_seconds", Map.of("pipeline", row.pipeline(), "site", row.site()));
    }

    private static double until(Freshness row) {
        Granularity granularity = row.pipeline().equals("matomo") ? Granularity.DAY : Granularity.MONTH;
        return row.until(granularity)
                .map(day -> (double) day.atStartOfDay().toEpochSecond(ZoneOffset.UTC))
                .orElse(0.0);
    }

    @Test
    void forgetWhatHasVanished() {
        ledger.update("update dead_letter set resolution = 'DISCARDED', resolved_at = utc_timestamp(6)");
        try {
            Until.holds("the series is gone", () -> !scrape().has("caravan_dead_letters"));
        } finally {
            ledger.update("update dead_letter set resolution = null, resolved_at = null");
            Until.holds("the series is back", () -> scrape().has("caravan_dead_letters"));
        }
    }

    @Test
    void haveEveryNameOfTheGrafanaDashboard() throws IOException {
        assertThat(GrafanaNames.missing(JSON.readTree(DASHBOARD.toFile()), scrape()))
                .isEmpty();
    }

    @Test
    void doNotHaveAMadeUpName() throws IOException {
        String text = Files.readString(DASHBOARD)
                .replace("rate(caravan_events_kept_total", "rate(caravan_events_invented_total")
                .replace("sum by (pipeline, reason)", "sum by (pipeline, colour)")
                .replace("{{check}}", "{{shape}}")
                .replace("state!=\\\"DONE\\\"", "mood!=\\\"DONE\\\"");

        assertThat(GrafanaNames.missing(JSON.readTree(text), scrape()))
                .anySatisfy(line -> assertThat(line).contains("no metric caravan_events_invented_total"))
                .anySatisfy(line -> assertThat(line).contains("no label colour in"))
                .anySatisfy(line -> assertThat(line).contains("no label shape in"))
                .anySatisfy(line -> assertThat(line).contains("no label mood of caravan_items"));
    }

    @Test
    void haveEveryNameOfTheAlertRulesAndOfTheRunbook() throws IOException {
        Scrape scrape = scrape();
        JsonNode rules = new YAMLMapper()
                .readTree(Path.of("dashboards/prometheus/alerts.yaml").toFile());
        List<JsonNode> expressions = rules.findValues("expr");
        assertThat(expressions).hasSizeGreaterThan(5);
        for (JsonNode expression : expressions) {
            PromQl.of(expression.asText()).metrics().forEach((metric, labels) -> {
                assertThat(scrape.has(metric)).as(metric).isTrue();
                assertThat(scrape.labels(metric)).containsAll(labels);
            });
        }
        assertThat(Pattern.compile("caravan_\\w+")
                        .matcher(Files.readString(Path.of("docs/runbook.md")))
                        .results()
                        .map(name -> name.group())
                        .distinct())
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(scrape.has(name)).as(name).isTrue());
    }

    /** OpenSearch Dashboards puts its own clauses in the place of those between percent signs. */
    @Test
    void theQueryByCountryFindsTheVisitorsCountries() throws IOException {
        String vega = "";
        for (String line : Files.readAllLines(Path.of("dashboards/opensearch/usage.ndjson"))) {
            JsonNode state = JSON.readTree(line).at("/attributes/visState");
            if (state.asText().contains("\"vega\"")) {
                vega = JSON.readTree(state.asText()).at("/params/spec").asText();
            }
        }
        JsonNode body = JSON.readTree(vega.replaceAll("\"%dashboard_context-(must|must_not|filter)_clause%\",?", ""))
                .at("/data/url/body");
        service.months(33);

        JsonNode answer = service.search("POST", "/dashboards-*/_search", body.toString());

        assertThat(answer.at("/aggregations/visitors/countries/buckets"))
                .as("%s", answer)
                .hasSize(1);
        assertThat(answer.at("/aggregations/visitors/countries/buckets/0/key").asText())
                .isEqualTo("br");
        assertThat(answer.at("/aggregations/visitors/countries/buckets/0/views/value")
                        .asInt())
                .isEqualTo(1);
    }
}

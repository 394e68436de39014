package dev.caravan.matomo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.Components;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.TestService;
import dev.caravan.run.LedgerPages;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest.Mode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Events that come after their day was extracted. */
class LateDataIT {

    private static final int SITE = 22;

    @TempDir
    private Path folder;

    private TestService service;
    private MatomoTables matomo;
    private Connection connection;
    private int rows;

    @BeforeEach
    void extractAMonth() throws Exception {
        service = new TestService("late", folder);
        service.forget(SITE);
        service.sources("source_id,name,type,site_id,country_iso", "TEST::22,Test,R,22,BR", "TEST::23,Other,R,23,BR");
        connection = service.matomo();
        matomo = new MatomoTables(connection, Shape.matomo5());
        matomo.create();
        arrives(SITE, "2025-03-04T12:00:00Z");
        arrives(SITE, "2025-03-05T12:00:00Z");
        service.run("matomo", "2025-03", Mode.MISSING, "22");
        service.run("usage", "2025-03", Mode.MISSING, "22");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        service.close();
    }

    /** A visit with one view of the item. */
    private void arrives(int site, String time) throws SQLException {
        Instant at = Instant.parse(time);
        rows++;
        matomo.visit(new Visit(rows, site, at, at, 1, "br"));
        matomo.event(Event.view(site, rows, at, "repo.example/1", Map.of("custom_var_v1", "oai:repo.example:1"))
                .numbered(rows, rows));
    }

    private List<Plan> look() {
        Components components = service.components();
        return new LateData(
                        components.settings().matomo(), components.matomo(), components.ledger(), components.planner())
                .plan();
    }

    private long views() {
        return service.months(SITE).stream()
                .map(hit -> hit.at("/_source/views"))
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    private List<String> units(Plan plan) {
        return service.components().ledger().items(plan.runId()).stream()
                .map(item -> item.pipeline() + " " + item.subject() + " " + item.unit())
                .toList();
    }

    @Test
    void bringTheirDayAndItsMonthUpToDateAndNothingElse() throws Exception {
        assertThat(look())
                .as("nothing came late, at the first look at all rows")
                .isEmpty();
        arrives(SITE, "2025-03-05T23:59:59Z");
        arrives(SITE, "2025-04-01T00:00:00Z");
        arrives(23, "2025-03-05T12:00:00Z");

        List<Plan> plans = look();

        assertThat(plans.stream().flatMap(plan -> units(plan).stream()))
                .as("April and the other site were never extracted")
                .containsExactly("matomo 22 2025-03-05", "usage 22 2025-03");
        LedgerPages ledger = new LedgerPages(service.components().database());
        assertThat(plans).allSatisfy(plan -> assertThat(
                        ledger.run(plan.runId()).orElseThrow().requestedBy())
                .isEqualTo("late-data"));
        assertThat(look()).as("what waits is not opened again").isEmpty();
        assertThat(views()).isEqualTo(2);
        for (Plan plan : plans) {
            service.work(plan);
        }
        assertThat(views()).isEqualTo(3);
        assertThat(look()).isEmpty();
    }

    @Test
    void areSeenAtTheFirstLookOfAllAndWhateverTheirNumber() throws Exception {
        arrives(SITE, "2025-03-04T00:00:00Z");

        assertThat(look()).hasSize(2);
        assertThat(service.components().ledger().watermark("matomo")).isEqualTo(rows);
    }

    @Test
    void waitWhileTheirDayOrItsMonthIsBeingDone() throws Exception {
        arrives(SITE, "2025-03-05T23:59:59Z");
        JdbcTemplate ledger = new JdbcTemplate(service.components().database());
        for (String running : List.of("2025-03-05", "2025-03")) {
            ledger.update("update work_item set state = 'RUNNING' where unit = ?", running);

            assertThat(look()).as(running).isEmpty();

            assertThat(service.components().ledger().watermark("matomo")).isZero();
            ledger.update("update work_item set state = 'DONE' where unit = ?", running);
        }
        assertThat(look()).hasSize(2);
    }

    @Test
    void areNotMistakenForAPurge() throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute("delete from matomo_log_link_visit_action where idvisit = 2");
        }

        assertThat(look()).isEmpty();
    }

    @Test
    void countFromTheBeginningWhenMatomoDoes() throws Exception {
        service.components().ledger().watermark("matomo", 1_000_000);
        arrives(SITE, "2025-03-05T23:59:59Z");

        assertThat(look()).hasSize(2);
    }
}

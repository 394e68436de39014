package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleIT {

    @TempDir
    private Path folder;

    private TestService service;

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void theDaemonPlansAndDoesTheLastDaysAndTheirMonthByItself() throws Exception {
        service = new TestService("schedule", folder)
                .with("matomo.cron", "* * * * * ?")
                .with("matomo.days-back", "2")
                .with("usage.cron", "* * * * * ?")
                .with("usage.months-back", "2");
        service.forget(21);
        service.sources("source_id,name,type,site_id,country_iso", "TEST::21,Test,R,21,BR");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate yesterday = today.minusDays(1);
        Instant noon = yesterday.atTime(12, 0).toInstant(ZoneOffset.UTC);
        try (Connection connection = service.matomo()) {
            MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
            tables.create();
            tables.visit(new Visit(1, 21, noon, noon, 1, "br"));
            tables.event(Event.view(21, 1, noon, "repo.example/1", Map.of("custom_var_v1", "oai:repo.example:1"))
                    .numbered(1, 1));
        }

        service.serve();

        Until.holds("the month is indexed", () -> service.months(21).size() == 1);
        assertThat(service.months(21).get(0).at("/_source/identifier").asText()).isEqualTo("oai:repo.example:1");
        assertThat(service.months(21).get(0).at("/_source/month").asInt()).isEqualTo(yesterday.getMonthValue());
        assertThat(new LedgerFigures(service.components().database()).pipelines())
                .anySatisfy(row -> {
                    assertThat(row.pipeline()).isEqualTo("matomo");
                    assertThat(row.state()).isEqualTo(State.DONE);
                    // midnight may have passed meanwhile
                    assertThat(row.latestDone()).isIn(yesterday.toString(), today.toString());
                });
        Until.holds("the service is healthy", this::healthy);
        assertThat(service.management("/observe/health")).contains("UP");
        assertThat(service.management("/observe/metrics")).startsWith("200").contains("camel_exchanges");
    }

    private boolean healthy() {
        return service.management("/observe/health").startsWith("200");
    }
}

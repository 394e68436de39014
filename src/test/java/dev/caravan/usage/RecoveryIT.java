package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.Components;
import dev.caravan.cli.CaravanCommand;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.TestService.Command;
import dev.caravan.matomo.LateData;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest.Mode;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Recovered identifiers in the index: taken into use, kept by whatever indexes again, and withdrawn. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryIT {

    private static final int SITE = 24;
    private static final int WITHOUT_PREFIX = 25;

    private static final String MONTH = "2025-03";

    private TestService service;
    private Connection connection;
    private MatomoTables matomo;
    private int rows;

    @BeforeAll
    void indexTwoMonths(@TempDir Path folder) throws Exception {
        service = new TestService("recovery", folder);
        service.forget(SITE);
        service.sources(
                "source_id,name,type,site_id,country_iso,identifier_prefix",
                "TEST::24,Test,R,24,BR,oai:repo.br",
                "TEST::25,Other,R,25,BR,");
        connection = service.matomo();
        matomo = new MatomoTables(connection, Shape.matomo5());
        matomo.create();
        view("2025-03-04T12:00:00Z", "repo.br/handle/1/10", "oai:repo.br:1/10");
        view("2025-03-04T12:00:00Z", "repo.br/handle/1/10", null);
        view("2025-03-05T12:00:00Z", "repo.br/bitstream/1/11/a.pdf", null);
        view("2025-03-05T12:00:00Z", "repo.br/handle/1/12", "oai:repo.br:1/99");
        view("2025-03-05T12:00:00Z", "repo.br/handle/1/12", null);
        view("2025-03-05T12:00:00Z", "repo.br/about", null);
        view("2025-04-01T12:00:00Z", "repo.br/handle/1/10", "oai:repo.br:1/10");
        view("2025-04-01T12:00:00Z", "repo.br/handle/1/10", null);
        for (String day : List.of("2025-03-04", "2025-03-05", "2025-04-01")) {
            service.run("matomo", day, Mode.MISSING, "24");
        }
        service.run("usage", MONTH, Mode.MISSING, "24");
        service.run("usage", "2025-04", Mode.MISSING, "24");
    }

    @AfterAll
    void stop() throws Exception {
        connection.close();
        service.close();
    }

    /** A view by a visit of its own. */
    private void view(String time, String url, @Nullable String identifier) {
        Instant at = Instant.parse(time);
        rows++;
        matomo.visit(new Visit(rows, SITE, at, at, 1, "br"));
        Map<String, String> columns = identifier == null ? Map.of() : Map.of("custom_var_v1", identifier);
        matomo.event(Event.view(SITE, rows, at, url, columns).numbered(rows, rows));
    }

    @Test
    void areInUseInTheirMonthUntilTheyAreWithdrawn() throws Exception {
        List<Map<String, Object>> before = documents();
        assertThat(recover(MONTH).out()).contains("4 events have no identifier, 2 of them can get one");
        assertThat(views())
                .isEqualTo(Map.of("3 oai:repo.br:1/10", 1, "3 oai:repo.br:1/99", 1, "4 oai:repo.br:1/10", 1));

        Command applied = recover(MONTH, "--apply");
        assertThat(applied.code()).as(applied.err()).isEqualTo(CaravanCommand.DONE);
        assertThat(applied.out()).contains("no-identifier 2 (recovered identifiers: 2)");
        Map<String, Integer> with = Map.of(
                "3 oai:repo.br:1/10", 2, "3 oai:repo.br:1/11", 1, "3 oai:repo.br:1/99", 1, "4 oai:repo.br:1/10", 1);
        assertThat(views()).isEqualTo(with);

        assertThat(recover(MONTH, "--apply").code()).isEqualTo(CaravanCommand.NOTHING_TO_DO);
        assertThat(recover(MONTH).out())
                .contains("  in use since 20", "4 events have no identifier, 2 of them can get one");
        assertThat(run("diff", "--period", MONTH).out()).contains("3 equal, 0 added, 0 removed, 0 changed");
        assertThat(run("explain", "--period", MONTH, "--identifier", "oai:repo.br:1/10")
                        .out())
                .containsPattern("their identifier recovered from the URL +1 ");
        service.run("usage", MONTH, Mode.ALL, "24");
        assertThat(views()).isEqualTo(with);

        Command withdrawn = recover("2025", "--withdraw");
        assertThat(withdrawn.code()).as(withdrawn.err()).isEqualTo(CaravanCommand.DONE);
        assertThat(withdrawn.err()).contains(": 1 items to do");
        assertThat(documents()).isEqualTo(before);
        assertThat(recover("2025", "--withdraw").err()).contains("Nothing to do: 1 items are up to date");

        lateDataKeepThem();
    }

    private void lateDataKeepThem() throws Exception {
        recover(MONTH, "--apply");
        view("2025-03-05T23:00:00Z", "repo.br/handle/1/11", null);
        Components components = service.components();
        List<Plan> plans = new LateData(
                        components.settings().matomo(), components.matomo(), components.ledger(), components.planner())
                .plan();
        assertThat(plans).hasSize(2);
        for (Plan plan : plans) {
            service.work(plan);
        }

        assertThat(views()).containsEntry("3 oai:repo.br:1/11", 2);
    }

    @Test
    void areRefusedWhereTheyCannotBeUsed() {
        Command noPrefix = run("identifiers recover", "--period", MONTH, "--apply", "--site", "" + WITHOUT_PREFIX);
        assertThat(noPrefix.err()).startsWith("caravan: recovery-no-prefix: Site 25 has no identifier_prefix");
        assertThat(noPrefix.code()).isEqualTo(CaravanCommand.USAGE);

        Command day = recover("2025-03-04", "--apply");
        assertThat(day.err()).startsWith("caravan: recovery-by-month: ");
        assertThat(recover("2999-01", "--apply").err()).startsWith("caravan: period-not-closed: ");
        assertThat(recover("2025-04", "--withdraw").err()).contains("no recovered identifiers were in use");
        assertThat(recover(MONTH, "--apply", "--withdraw").code()).isEqualTo(CaravanCommand.USAGE);
        assertThat(recover(MONTH, "--apply", "--out-dir", "x").err()).startsWith("caravan: --out-dir is for proposals");
    }

    /** Views by month and item. */
    private Map<String, Integer> views() {
        Map<String, Integer> views = new TreeMap<>();
        for (JsonNode hit : service.months(SITE)) {
            JsonNode document = hit.get("_source");
            views.put(
                    document.get("month").asText() + " "
                            + document.get("identifier").asText(),
                    document.get("views").asInt());
        }
        return views;
    }

    private List<Map<String, Object>> documents() {
        return service.months(SITE).stream().map(TestService::content).toList();
    }

    private Command recover(String period, String... options) {
        List<String> all = new ArrayList<>(List.of("--period", period));
        all.addAll(List.of(options));
        return run("identifiers recover", all.toArray(String[]::new));
    }

    private Command run(String command, String... options) {
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(List.of(options));
        if (!all.contains("--site")) {
            all.addAll(List.of("--site", "" + SITE));
        }
        return service.command(all.toArray(String[]::new));
    }
}

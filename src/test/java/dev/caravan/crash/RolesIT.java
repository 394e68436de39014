package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.FreePorts;
import dev.caravan.embedded.Until;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One program, one ledger, three processes with a role each. */
@DisplayName("Three daemons with a role each")
class RolesIT {

    private static final String SCHEDULE = "matomo.schedule";
    private static final String WORKER = "run.worker.1";

    @Test
    void shareTheWorkAndNoneDoesAnotherOnes() throws Exception {
        try (OperatedWorld world = new OperatedWorld("roles", IntStream.of(966), LocalDate.parse("2024-07-01"), 1);
                CaravanProcess worker = world.serve("worker", settings("worker"));
                CaravanProcess api = world.serve("api", settings("api"));
                Jmx workerRoutes = Jmx.attach(worker);
                Jmx apiRoutes = Jmx.attach(api)) {
            assertThat(workerRoutes.routes())
                    .contains(WORKER, "matomo.extract")
                    .noneMatch(route -> route.endsWith(".schedule") || route.startsWith("api."));
            assertThat(apiRoutes.routes())
                    .contains("run.plan")
                    .noneMatch(route -> route.endsWith(".schedule") || route.startsWith("run.worker."));
            // every 200 ms: the schedule would have fired
            Until.holds("the worker looks for work", () -> passes(workerRoutes) > 10);
            assertThat(world.count("work_item")).isZero();

            try (CaravanProcess scheduler = world.serve("scheduler", settings("scheduler"));
                    Jmx schedulerRoutes = Jmx.attach(scheduler)) {
                assertThat(schedulerRoutes.routes())
                        .contains(SCHEDULE, "usage.schedule", "dataset.schedule")
                        .noneMatch(route -> route.startsWith("run.worker.") || route.startsWith("api."));
                Until.holds("yesterday is done", () -> world.count("work_item where state = 'DONE'") > 0);
            }

            assertThat(world.results().ledger().queryForList("select worker from attempt", String.class))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith(worker.pid() + "-"));
        }
    }

    private static long passes(Jmx jmx) {
        try {
            return jmx.passes(WORKER);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> settings(String role) throws Exception {
        return Map.of("roles", role, "matomo.cron", "* * * * * ?", "matomo.days-back", "1");
    }

    @Test
    void sayThatTheyAreAliveWhateverTheirRole() throws Exception {
        try (OperatedWorld world = new OperatedWorld("alive", IntStream.of(967), LocalDate.parse("2024-07-01"), 1)) {
            for (String role : new String[] {"scheduler", "worker", "api"}) {
                String port = Integer.toString(FreePorts.next());
                try (CaravanProcess daemon =
                        world.serve("alive-" + role, Map.of("roles", role, "management.port", port))) {
                    URI live = URI.create("http://127.0.0.1:" + port + "/observe/health/live");
                    var answer = HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(live).build(), BodyHandlers.ofString());
                    assertThat(answer.statusCode())
                            .as(role + ": " + answer.body())
                            .isEqualTo(200);
                }
            }
        }
    }
}

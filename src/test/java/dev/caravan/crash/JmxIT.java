package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.Until;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The real program's routes, by a JMX connection. */
@DisplayName("By JMX an operator")
class JmxIT {

    private static final LocalDate DAY = LocalDate.parse("2024-07-01");
    private static final int DAYS = 6;
    private static final List<String> WORKERS = List.of("run.worker.1", "run.worker.2");

    private static final String OLD = "period_from < '2025-01-01'";
    private static final String ATTEMPTS =
            "attempt a join work_item i on i.id = a.item_id and " + OLD + " where a.outcome like ";

    private static OperatedWorld world;

    @BeforeAll
    static void prepare() throws Exception {
        world = new OperatedWorld("jmx", IntStream.rangeClosed(961, 962), DAY, DAYS);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static <T> T ask(Callable<T> question) {
        try {
            return question.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitPasses(Jmx jmx, String route, long more) throws Exception {
        long before = jmx.passes(route);
        Until.holds(route + " passes " + more + " times", () -> ask(() -> jmx.passes(route)) >= before + more);
    }

    @Test
    void suspendsAWorkerThatStopsAfterTheItemInHandHoweverLongThatTakes() throws Exception {
        String worker = WORKERS.get(0);
        try (CaravanProcess daemon =
                        world.serve("loop", Map.of("run.workers", "1", "run.lease", "1h", "run.grace", "1s"));
                Jmx jmx = Jmx.attach(daemon)) {
            try (Connection held = world.hold()) {
                world.plan("961", DAY, DAYS);
                Until.holds(
                        "the worker has an item",
                        () -> world.count("work_item where state = 'RUNNING' and " + OLD) == 1);
                // returns when the grace is over
                jmx.call(worker, "suspend");
                assertThat(jmx.state(worker)).isEqualTo("Suspended");
                held.createStatement().execute("unlock tables");
            }
            Until.holds("nothing is in hand", () -> ask(() -> jmx.inHand(worker)) == 0);
            assertThat(world.count(ATTEMPTS + "'DONE'")).as(daemon.output()).isEqualTo(1);
            assertThat(world.count(ATTEMPTS + "'%'")).isEqualTo(1);
            assertThat(world.count("work_item where state = 'READY' and " + OLD))
                    .isEqualTo(DAYS - 1);

            jmx.call(worker, "resume");
            Until.holds("the rest is done", () -> world.count("work_item where state = 'DONE' and " + OLD) == DAYS);
            assertThat(world.count(ATTEMPTS + "'%'")).isEqualTo(DAYS);
        }
    }

    @Test
    void stopsAndStartsAScheduleAndSuspendsAndResumesTheWork() throws Exception {
        String yesterday = "period_from = '" + LocalDate.now(ZoneOffset.UTC).minusDays(1) + "'";
        // two days: midnight may come; and whatever is in hand has the time to end when a route is stopped
        Map<String, String> settings =
                Map.of("matomo.cron", "* * * * * ?", "matomo.days-back", "2", "run.grace", "10m");
        try (CaravanProcess daemon = world.serve("pause", settings);
                Jmx jmx = Jmx.attach(daemon)) {
            Until.holds(
                    "yesterday is done",
                    () -> world.count("work_item where " + yesterday + " and state = 'DONE'") == 2
                            && world.count("work_item where state <> 'DONE'") == 0);

            jmx.call("matomo.schedule", "stop");
            assertThat(jmx.state("matomo.schedule")).isEqualTo("Stopped");
            // the next plan would open it again
            world.results().ledger().update("update work_item set rules_version = 'other' where " + yesterday);
            int before = world.count("attempt");
            awaitPasses(jmx, "run.worker.1", 10);
            assertThat(world.count("attempt"))
                    .as("attempts while the schedule is stopped, which would have fired twice")
                    .isEqualTo(before);
            for (String worker : WORKERS) {
                jmx.call(worker, "suspend");
                assertThat(jmx.state(worker)).isEqualTo("Suspended");
            }

            jmx.call("matomo.schedule", "start");
            assertThat(jmx.state("matomo.schedule")).isEqualTo("Started");
            Until.holds(
                    "it is planned again",
                    () -> world.count("work_item where " + yesterday + " and state = 'READY'") == 2);
            int attempts = world.count("attempt");
            awaitPasses(jmx, "matomo.schedule", 2);
            assertThat(world.count("attempt")).isEqualTo(attempts);

            for (String worker : WORKERS) {
                jmx.call(worker, "resume");
            }
            Until.holds(
                    "it is done again", () -> world.count("work_item where " + yesterday + " and state = 'DONE'") == 2);
        }
    }
}

package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.Until;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** SIGTERM to the real program while it holds an item. Its lease is so long that nobody else gets the item by waiting. */
@DisplayName("A daemon that is told to stop")
class GracefulStopIT {

    private static final LocalDate DAY = LocalDate.parse("2024-06-03");
    private static final int SIGTERM = 143;

    private static OperatedWorld world;

    @BeforeAll
    static void prepare() throws Exception {
        world = new OperatedWorld("stop", IntStream.rangeClosed(951, 953), DAY, 1);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** What the daemon needs is open then: nothing can be made anew while it stops. */
    private static void doOne() {
        world.plan("953", DAY, 1);
        Until.holds("an item is done", () -> world.count("work_item where state = 'DONE' and subject = 953") == 1);
    }

    private static Map<String, String> grace(String grace) {
        return Map.of("run.grace", grace, "run.lease", "1h");
    }

    private static void awaitClaim(int site) {
        Until.holds(
                "the item is claimed",
                () -> world.count("work_item where state = 'RUNNING' and subject = " + site) == 1);
    }

    @Test
    void finishesTheItemThatEndsInTime() throws Exception {
        try (CaravanProcess daemon = world.serve("patient", grace("15m"))) {
            doOne();
            try (Connection held = world.hold()) {
                world.plan("951", DAY, 1);
                awaitClaim(951);
                daemon.terminate();
                daemon.awaitLine("Caravan is stopping");
                held.createStatement().execute("unlock tables");
            }

            assertThat(daemon.exitCode()).isEqualTo(SIGTERM);
            assertThat(daemon.output().lines().filter(line -> line.contains("state=")))
                    .hasSize(2)
                    .allMatch(line -> line.contains("state=DONE"));
        }
        assertThat(world.results().item("matomo", 951)).containsEntry("state", "DONE");
        assertThat(world.results().attempts("matomo", 951)).containsExactly("DONE");
    }

    @Test
    void givesBackTheItemThatTakesLonger() throws Exception {
        try (Connection held = world.hold();
                CaravanProcess daemon = world.serve("impatient", grace("1s"))) {
            world.plan("952", DAY, 1);
            awaitClaim(952);
            daemon.terminate();

            assertThat(daemon.exitCode()).isEqualTo(SIGTERM);
            assertThat(daemon.output()).containsOnlyOnce("state=").contains("state=GIVEN_BACK");
            assertThat(held.isClosed()).isFalse();
        }
        assertThat(world.results().item("matomo", 952))
                .containsEntry("state", "READY")
                .containsEntry("failures", 0)
                .containsEntry("worker", null)
                .containsEntry("lease_until", null);
        assertThat(world.results().attempts("matomo", 952)).containsExactly("GIVEN_BACK");

        try (CaravanProcess other = world.serve("other", grace("1m"))) {
            other.awaitLine("state=DONE");
        }
        assertThat(world.results().attempts("matomo", 952)).containsExactly("GIVEN_BACK", "DONE");
        assertThat(world.count("dead_letter")).isZero();
    }
}

package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.Until;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two daemons share the work of one ledger; one of them is killed while it holds items, and started again. */
@DisplayName("Two daemons on one ledger")
class TwoInstancesIT {

    private static final int FIRST_SITE = 931;
    private static final int LAST_SITE = 936;
    private static final LocalDate FROM = LocalDate.parse("2024-04-01");
    private static final int DAYS = 10;
    private static final int ITEMS = (LAST_SITE - FIRST_SITE + 1) * DAYS;

    @Test
    void doEveryItemWithoutEverHoldingOneTogetherAlthoughOneIsKilled() throws Exception {
        Bench bench = new Bench("two");
        bench.fill(sites(), FROM, DAYS, 12);
        Path calm = bench.world("calm", sites());
        bench.run(0, "run", "matomo", "--from=" + FROM, "--to=" + FROM.plusDays(DAYS - 1), "--config=" + calm);
        Path world = bench.world("world", sites());
        Path portOfOne = bench.settings("one", Map.of("management.port", freePort()));
        Path portOfOther = bench.settings("other", Map.of("management.port", freePort()));

        try (Results results = bench.results(world);
                Results undisturbed = bench.results(calm);
                CaravanProcess other = bench.start(serve(world, portOfOther));
                CaravanProcess one = bench.startUntil("matomo.before-manifest", 3, serve(world, portOfOne))) {
            other.awaitLine("Caravan is up");
            one.awaitLine("Caravan is up");
            plan(results);
            one.awaitLine(StoppedAt.REACHED);
            one.kill();

            try (CaravanProcess oneAgain = bench.start(serve(world, portOfOne))) {
                oneAgain.awaitLine("Caravan is up");
                Until.holds("every item is done", () -> count(results, "work_item where state = 'DONE'") == ITEMS);
            }

            assertThat(count(results, "work_item")).isEqualTo(ITEMS);
            assertThat(count(results, "(select distinct worker from attempt) workers"))
                    .isGreaterThan(1);
            assertThat(count(results, "attempt where outcome = 'LOST'")).isPositive();
            assertThat(count(results, "attempt where outcome not in ('LOST', 'DONE')"))
                    .isZero();
            assertAttemptsNeverOverlap(results);
            assertSameRows(results, undisturbed);
        }
    }

    private static IntStream sites() {
        return IntStream.rangeClosed(FIRST_SITE, LAST_SITE);
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static List<String> serve(Path world, Path port) {
        return List.of("serve", "--config=" + world, "--config=" + port);
    }

    private static void plan(Results results) {
        results.components()
                .planner()
                .plan(new PlanRequest(
                        "matomo",
                        sites().mapToObj(Integer::toString).toList(),
                        new Period(FROM, FROM.plusDays(DAYS)),
                        Granularity.DAY,
                        PlanRequest.Mode.MISSING,
                        false,
                        false,
                        PlanRequest.BACKFILL,
                        "test"));
    }

    private static int count(Results results, String rows) {
        Integer count = results.ledger().queryForObject("select count(*) from " + rows, Integer.class);
        return count == null ? 0 : count;
    }

    /** An attempt's lease lasts at least as long as the attempt, and that of a lost one its whole length. */
    private static void assertAttemptsNeverOverlap(Results results) {
        String followed = "attempt a join attempt b on b.item_id = a.item_id and b.number > a.number where ";
        assertThat(count(results, "attempt where ended_at is null or ended_at < started_at"))
                .isZero();
        assertThat(count(results, followed + "b.started_at < a.ended_at")).isZero();
        assertThat(count(
                        results,
                        followed + "a.outcome = 'LOST' and b.started_at < date_add(a.started_at, interval "
                                + Bench.LEASE_SECONDS + " second)"))
                .isZero();
        assertThat(count(results, followed + "a.outcome = 'DONE'"))
                .as("attempts at an item that was done")
                .isZero();
        assertThat(count(results, followed + "b.token <= a.token"))
                .as("tokens that do not grow")
                .isZero();
    }

    private static void assertSameRows(Results results, Results undisturbed) throws Exception {
        for (int site : sites().toArray()) {
            assertThat(results.rows(site, FROM, FROM.plusDays(DAYS)))
                    .isNotEmpty()
                    .isEqualTo(undisturbed.rows(site, FROM, FROM.plusDays(DAYS)));
            assertThat(results.counts("matomo", site)).isEqualTo(undisturbed.counts("matomo", site));
        }
    }
}

package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.Until;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Two daemons share the work of one ledger, and are killed by SIGKILL and started again while they do it: which of them
 * and when is left to chance, spread over the whole of the work. The system property {@code caravan.seed} repeats the
 * choice.
 */
@DisplayName("Two daemons on one ledger, either of which is killed again and again,")
class ChaosIT {

    private static final int FIRST_SITE = 1001;
    private static final int LAST_SITE = 1040;
    private static final LocalDate FROM = LocalDate.parse("2024-04-01");
    private static final int DAYS = 25;
    private static final int ITEMS = (LAST_SITE - FIRST_SITE + 1) * DAYS;
    private static final int KILLS = 12;

    @Test
    void doEachOfAThousandItemsExactlyOnceAndWithoutHelp() throws Exception {
        long seed = Long.getLong("caravan.seed", System.nanoTime());
        Bench bench = new Bench("chaos");
        bench.fill(sites(), FROM, DAYS, 2);
        Period span = new Period(FROM, FROM.plusDays(DAYS));
        Path fast = bench.settings(
                "fast",
                Map.of(
                        "run.workers", "4",
                        "run.poll", "50ms",
                        "run.lease", Bench.LEASE_SECONDS + "s",
                        "matomo.max-items", "8"));
        Path calm = bench.world("calm", sites());
        Path world = bench.world("world", sites());
        try (Results undisturbed = bench.results(calm);
                Results results = bench.results(world)) {
            undisturbed.plan("matomo", Granularity.DAY, span, sites().toArray());
            try (Worker worker = Worker.start(calm, fast)) {
                awaitDone(undisturbed, ITEMS);
            }

            results.plan("matomo", Granularity.DAY, span, sites().toArray());
            killAtRandom(bench, world, fast, results, new Random(seed));

            assertThat(results.count("(select distinct worker from attempt) workers"))
                    .isGreaterThan(2);
            assertThat(results.count("attempt where outcome = 'LOST'")).isPositive();
            assertEachIsDoneOnce(results);
            assertAttemptsNeverOverlap(results);
            assertSame(bench, results, undisturbed);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("With -Dcaravan.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    /** Ends when everything is done; starts at once again what it has killed. */
    private static void killAtRandom(Bench bench, Path world, Path fast, Results results, Random random)
            throws Exception {
        List<List<String>> commands = new ArrayList<>();
        List<CaravanProcess> daemons = new ArrayList<>();
        try {
            for (int daemon = 0; daemon < 2; daemon++) {
                commands.add(bench.serve("daemon-" + daemon, world, fast));
                daemons.add(bench.start(commands.get(daemon)));
            }
            for (int done : random.ints(KILLS, 1, ITEMS - 100).sorted().toArray()) {
                awaitDone(results, done);
                int daemon = random.nextInt(2);
                daemons.get(daemon).kill();
                daemons.set(daemon, bench.start(commands.get(daemon)));
            }
            awaitDone(results, ITEMS);
        } finally {
            for (CaravanProcess daemon : daemons) {
                daemon.close();
            }
        }
    }

    /** In steps, each of which may take as long as a wait may. */
    private static void awaitDone(Results results, int items) {
        for (int done = items % 100; done <= items; done += 100) {
            int step = done;
            Until.holds(step + " are done", () -> results.count("work_item where state = 'DONE'") >= step);
        }
    }

    private static void assertEachIsDoneOnce(Results results) {
        assertThat(results.count("work_item")).isEqualTo(ITEMS);
        assertThat(results.count("work_item where state = 'DONE' and failures = 0 and lease_until is null"))
                .isEqualTo(ITEMS);
        assertThat(results.count("(select item_id from attempt where outcome = 'DONE'"
                        + " group by item_id having count(*) = 1) done_once"))
                .isEqualTo(ITEMS);
        assertThat(results.count("attempt where outcome not in ('LOST', 'DONE')"))
                .isZero();
        assertThat(results.count("dead_letter")).isZero();
    }

    /** An attempt's lease lasts at least as long as the attempt, and that of a lost one its whole length. */
    private static void assertAttemptsNeverOverlap(Results results) {
        String followed = "attempt a join attempt b on b.item_id = a.item_id and b.number > a.number where ";
        assertThat(results.count("attempt where ended_at is null or ended_at < started_at"))
                .isZero();
        assertThat(results.count(followed + "b.started_at < a.ended_at")).isZero();
        assertThat(results.count(followed + "a.outcome = 'LOST' and b.started_at < date_add(a.started_at, interval "
                        + Bench.LEASE_SECONDS + " second)"))
                .isZero();
        assertThat(results.count(followed + "a.outcome = 'DONE'"))
                .as("attempts at an item that was done")
                .isZero();
        assertThat(results.count(followed + "b.token <= a.token"))
                .as("tokens that do not grow")
                .isZero();
    }

    /** What is published is what the attempt wrote that is done, and byte for byte what undisturbed attempts write. */
    private static void assertSame(Bench bench, Results results, Results undisturbed) throws Exception {
        for (String table : List.of("events", "visits")) {
            Published published = Published.read(bench.objects("world"), table);
            assertThat(published.contents())
                    .hasSize(ITEMS)
                    .isEqualTo(Published.read(bench.objects("calm"), table).contents());
            assertThat(published.tokens()).isEqualTo(tokens(results));
        }
        for (int site : sites().toArray()) {
            assertThat(results.counts("matomo", site)).isNotEmpty().isEqualTo(undisturbed.counts("matomo", site));
        }
    }

    private static SortedMap<String, Long> tokens(Results results) {
        SortedMap<String, Long> tokens = new TreeMap<>();
        results.ledger()
                .query(
                        "select subject, year(period_from), month(period_from), day(period_from), token from work_item"
                                + " order by id",
                        row -> {
                            tokens.put(
                                    "idsite=%s/year=%d/month=%d/day=%d"
                                            .formatted(row.getString(1), row.getInt(2), row.getInt(3), row.getInt(4)),
                                    row.getLong(5));
                        });
        return tokens;
    }

    private static IntStream sites() {
        return IntStream.rangeClosed(FIRST_SITE, LAST_SITE);
    }
}

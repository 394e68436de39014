package dev.caravan.run;

import static dev.caravan.run.TestLedger.days;
import static dev.caravan.run.TestPipeline.MATOMO;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.PlanRequest.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Eight workers of two instances, each with its own connections, at once on one ledger. */
class ClaimsRaceIT {

    private static final int WORKERS = 8;
    private static final String VALID = "state = 'RUNNING' and lease_until >= utc_timestamp(6)";
    private static final Outcome NOTHING = new Outcome(new TreeMap<>(), "", "");

    @RegisterExtension
    private static final TestLedger ledger = new TestLedger("claims_race_it", Duration.ofMinutes(1));

    private static final HikariDataSource other = LedgerDatabase.open(ledger.settings);

    @AfterAll
    static void close() {
        other.close();
    }

    private interface Turn {
        void take(WorkItem item, Random random) throws Exception;
    }

    /** Every worker claims and takes its turn until no item is open. */
    private static void race(TestPipeline pipeline, Turn turn) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        Claims ofOther = new Claims(other, ledger.settings);
        try {
            List<Callable<Void>> workers = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                String name = "worker-" + worker;
                Random random = new Random(worker);
                Claims claims = worker % 2 == 0 ? ledger.claims : ofOther;
                workers.add(() -> {
                    while (ledger.count("work_item", "state in ('READY', 'RETRY', 'RUNNING')") > 0) {
                        Optional<WorkItem> item = claims.claim(pipeline, "", name);
                        if (item.isPresent()) {
                            turn.take(item.get(), random);
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> worker : threads.invokeAll(workers)) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Timeout(900)
    void neverHaveMoreValidLeasesThanTheLimits() throws Exception {
        TestPipeline limited = MATOMO.limits(5, 2);
        ledger.planner(limited).plan(days("matomo", "2026-08", Mode.MISSING, "1", "2", "3", "4"));
        Set<Long> atOnce = ConcurrentHashMap.newKeySet();
        Set<Long> perSite = ConcurrentHashMap.newKeySet();

        race(limited, (item, random) -> {
            // in one statement, so that it is one moment's truth
            Map<String, Object> seen =
                    ledger.sql.queryForMap("select coalesce(sum(n), 0) as items, coalesce(max(n), 0) as most from"
                            + " (select count(*) as n from work_item where " + VALID + " group by subject) valid");
            atOnce.add(((Number) seen.get("items")).longValue());
            perSite.add(((Number) seen.get("most")).longValue());
            ledger.claims.done(item, NOTHING);
        });

        assertThat(ledger.count("work_item", "state = 'DONE'")).isEqualTo(4 * 31);
        assertThat(atOnce).allSatisfy(items -> assertThat(items).isBetween(1L, 5L));
        assertThat(perSite).allSatisfy(items -> assertThat(items).isBetween(1L, 2L));
    }

    @Test
    @Timeout(900)
    void neverHoldOneItemTwiceWhateverFails() throws Exception {
        ledger.planner(MATOMO)
                .plan(new PlanRequest(
                        "matomo",
                        List.of("1", "2", "3", "4"),
                        Period.parse("2026-07-01").through(Period.parse("2026-08-19")),
                        Pipeline.Granularity.DAY,
                        Mode.MISSING,
                        false,
                        false,
                        PlanRequest.BACKFILL,
                        "test"));
        assertThat(ledger.count("work_item", "true")).isEqualTo(200);
        Map<Long, Long> holders = new ConcurrentHashMap<>();

        race(MATOMO, (item, random) -> {
            assertThat(holders.putIfAbsent(item.id(), item.token()))
                    .as("another holder of " + item.label())
                    .isNull();
            assertThat(ledger.claims.keep(item)).isTrue();
            holders.remove(item.id());
            switch (random.nextInt(8)) {
                case 0 -> ledger.claims.failed(item, new PipelineException.Transient("x", "again", null));
                case 1 -> ledger.claims.failed(item, new PipelineException.Permanent("x", "never"));
                case 2 -> ledger.claims.giveBack(item);
                case 3 -> ledger.endLease(item);
                default -> ledger.claims.done(item, NOTHING);
            }
        });

        assertThat(ledger.count("work_item", "state in ('DONE', 'DEAD')")).isEqualTo(200);
        assertThat(ledger.count("attempt", "outcome = 'RUNNING'")).isZero();
        assertThat(ledger.count("dead_letter", "resolution is null"))
                .isEqualTo(ledger.count("work_item", "state = 'DEAD'"));
        assertThat(ledger.count("attempt", "outcome = 'DONE'")).isEqualTo(ledger.count("work_item", "state = 'DONE'"));
        assertThat(ledger.count(
                        "attempt a join attempt b on a.item_id = b.item_id",
                        "a.number < b.number and a.token >= b.token"))
                .as("attempts whose token did not grow")
                .isZero();
    }
}

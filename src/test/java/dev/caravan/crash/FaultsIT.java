package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.embedded.EmbeddedServers.Kind;
import dev.caravan.embedded.Until;
import dev.caravan.platform.Digests;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server is really stopped while an item needs it, and started again once that has been felt. Each case has a site of
 * its own, and all but the large one have the same traffic.
 */
@DisplayName("With a server stopped in mid-run and started again, Caravan gives what an undisturbed run gives")
class FaultsIT {

    private static final int[] USAGE_SITES = IntStream.rangeClosed(954, 958).toArray();
    private static final int LARGE_SITE = 959;
    private static final LocalDate DAY = LocalDate.parse("2024-06-11");
    private static final Map<Integer, SortedMap<String, ObjectNode>> UNDISTURBED_DOCUMENTS = new HashMap<>();

    private static Bench bench;
    private static Path world;
    private static Path patient;
    private static Results results;
    private static Results undisturbed;

    @BeforeAll
    static void prepare() throws Exception {
        bench = new Bench("faults");
        // much more than the buffers between MariaDB and a client hold, so that its end is felt
        bench.fill(sites(), DAY, 1, site -> site == LARGE_SITE ? 25_000 : 60);
        patient = bench.settings(
                "patient",
                Map.of(
                        "run.retry.first-delay", "200ms",
                        "run.retry.max-delay", "1s",
                        "retry.remote.attempts", "1",
                        "retry.remote.first-delay-ms", "50",
                        "matomo.rows-per-part", "2000"));
        Path calm = bench.world("calm", sites());
        undisturbed = bench.results(calm);
        undisturbed.plan("matomo", Granularity.DAY, Period.day(DAY), sites().toArray());
        undisturbed.plan("usage", Granularity.MONTH, Period.parse("2024-06"), USAGE_SITES);
        try (Worker worker = Worker.start(calm, patient)) {
            Until.holds("all is done", () -> undisturbed.count("work_item where state <> 'DONE'") == 0);
        }
        for (int site : USAGE_SITES) {
            UNDISTURBED_DOCUMENTS.put(site, undisturbed.contents(site));
            bench.forget(site);
        }

        world = bench.world("world", sites());
        results = bench.results(world);
        results.plan("matomo", Granularity.DAY, Period.day(DAY), USAGE_SITES);
        try (Worker worker = Worker.start(world, patient)) {
            Until.holds("all is done", () -> results.count("work_item where state <> 'DONE'") == 0);
        }
    }

    private static IntStream sites() {
        return IntStream.rangeClosed(951, 960);
    }

    @AfterAll
    static void close() {
        results.close();
        undisturbed.close();
    }

    @ParameterizedTest(name = "{1} at {2} for the {3}. time")
    @CsvSource({
        "951, S3, matomo.in-part, 2",
        "952, S3, matomo.between-manifests, 1",
        "953, MARIADB, matomo.part-uploaded, 1",
        "959, MARIADB, matomo.in-part, 20",
    })
    void extractsTheSame(int site, Kind kind, String milestone, int time) throws Exception {
        results.plan("matomo", Granularity.DAY, Period.day(DAY), site);

        stopAndStartAgain(kind, milestone, time, "matomo", site);

        assertThat(Digests.sha256(results.rows(site, DAY, DAY.plusDays(1))))
                .isEqualTo(Digests.sha256(undisturbed.rows(site, DAY, DAY.plusDays(1))));
        assertSame("matomo", site);
        Object token = results.item("matomo", site).get("token");
        assertThat(results.manifestToken("visits", site, DAY)).isEqualTo(token);
        assertThat(results.manifestToken("events", site, DAY)).isEqualTo(token);
    }

    @ParameterizedTest(name = "{1} at {2} for the {3}. time")
    @CsvSource({
        "954, S3, dataset.part-fetched, 1",
        "955, OPENSEARCH, usage.stage-metrics, 1",
        "956, OPENSEARCH, usage.bulk-sent, 2",
        "957, OPENSEARCH, usage.before-removal, 1",
        "958, MARIADB, usage.bulk-sent, 2",
    })
    void indexesTheSame(int site, Kind kind, String milestone, int time) throws Exception {
        results.plan("usage", Granularity.MONTH, Period.parse("2024-06"), site);

        stopAndStartAgain(kind, milestone, time, "usage", site);

        assertThat(results.contents(site)).hasSizeGreaterThan(30).isEqualTo(UNDISTURBED_DOCUMENTS.get(site));
        assertSame("usage", site);
        assertThat(results.documents(site).values())
                .extracting(document -> document.path("fence").asLong())
                .containsOnly((Long) results.item("usage", site).get("token"));
    }

    @Test
    void goesOnAsADaemonThatDidNothingWhenTheLedgerWent() throws Exception {
        int site = 960;
        Path longLease = bench.settings("long-lease", Map.of("run.lease", "15m"));
        try (CaravanProcess daemon = bench.start(bench.serve("daemon", world, patient, longLease))) {
            daemon.awaitLine("Caravan is up");
            bench.servers().stop(Kind.MARIADB);
            try {
                daemon.awaitLine("No work is taken: ledger-unreachable");
            } finally {
                bench.servers().startAgain(Kind.MARIADB);
            }
            results.plan("matomo", Granularity.DAY, Period.day(DAY), site);
            Until.holds(
                    "the item is done",
                    () -> results.item("matomo", site).get("state").equals("DONE"));
        }

        assertThat(results.attempts("matomo", site)).containsExactly("DONE");
    }

    private static void stopAndStartAgain(Kind kind, String milestone, int time, String pipeline, int site) {
        try (AtMilestone stop =
                        AtMilestone.run(milestone, time, () -> bench.servers().stop(kind));
                Worker worker = Worker.start(world, patient)) {
            try {
                Until.holds(kind + " is stopped", stop::done);
                long stopped = System.nanoTime();
                Until.holds(
                        kind + " is missed",
                        () -> kind == Kind.MARIADB
                                ? System.nanoTime() - stopped > 2_000_000_000L * Bench.LEASE_SECONDS
                                : results.attempts(pipeline, site).contains("FAILED"));
            } finally {
                bench.servers().startAgain(kind);
            }
            Until.holds(
                    "the item is done",
                    () -> results.item(pipeline, site).get("state").equals("DONE"));
        }
    }

    /** The ledger says the same, too. */
    private static void assertSame(String pipeline, int site) {
        assertThat(results.counts(pipeline, site)).isNotEmpty().isEqualTo(undisturbed.counts(pipeline, site));
        assertThat(results.attempts(pipeline, site)).endsWith("DONE").containsOnlyOnce("DONE");
        assertThat(results.item(pipeline, site)).containsEntry("failures", 0).containsEntry("lease_until", null);
        assertThat(results.count("dead_letter")).isZero();
    }
}

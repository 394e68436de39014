package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.crash.UnsteadyNetwork.Server;
import dev.caravan.crash.UnsteadyProxy.Mode;
import dev.caravan.embedded.Until;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Between Caravan and each server there is a proxy that misbehaves from a milestone on, until that has been felt. Each
 * case has a site of its own, and all have the same traffic.
 */
@DisplayName("Over connections that stall, break and crawl, Caravan gives what an undisturbed run gives")
class UnsteadyIT {

    private static final int FIRST_SITE = 961;
    private static final int FIRST_USAGE_SITE = 969;
    private static final int LAST_SITE = 977;
    private static final LocalDate DAY = LocalDate.parse("2024-07-09");
    private static final Map<Integer, SortedMap<String, ObjectNode>> UNDISTURBED_DOCUMENTS = new HashMap<>();

    private static UnsteadyNetwork network;
    private static Path world;
    private static Results results;
    private static Results undisturbed;

    @BeforeAll
    static void prepare() throws Exception {
        Bench bench = new Bench("unsteady");
        bench.fill(sites(), DAY, 1, 60);
        int[] usageSites = IntStream.rangeClosed(FIRST_USAGE_SITE, LAST_SITE).toArray();
        Path calm = bench.world("calm", sites());
        undisturbed = bench.results(calm);
        undisturbed.plan("matomo", Granularity.DAY, Period.day(DAY), sites().toArray());
        undisturbed.plan("usage", Granularity.MONTH, Period.parse("2024-07"), usageSites);
        world = bench.world("world", sites());
        results = bench.results(world);
        results.plan("matomo", Granularity.DAY, Period.day(DAY), usageSites);
        try (Worker one = Worker.start(calm);
                Worker other = Worker.start(world)) {
            Until.holds(
                    "all is done",
                    () -> undisturbed.count("work_item where state <> 'DONE'") == 0
                            && results.count("work_item where state <> 'DONE'") == 0);
        }
        for (int site : usageSites) {
            UNDISTURBED_DOCUMENTS.put(site, undisturbed.contents(site));
            bench.forget(site);
        }
        network = new UnsteadyNetwork(bench);
    }

    /** Impatient only with a server that is to say too little: whoever is well may take its time. */
    private static Path proxied(Server server, Mode mode) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "run.retry.first-delay", "200ms",
                "run.retry.max-delay", "1s",
                "retry.remote.attempts", "1",
                "retry.remote.first-delay-ms", "50"));
        if (mode == Mode.STALL || mode == Mode.SLOW) {
            switch (server) {
                case MATOMO -> settings.put("matomo.read-timeout", "3s");
                case LEDGER -> settings.put("ledger.timeout", Bench.LEASE_SECONDS + "s");
                case S3 -> settings.put("s3.timeout", "3s");
                case OPENSEARCH -> settings.put("opensearch.timeout", "3s");
            }
        }
        return network.settings(world, settings);
    }

    private static IntStream sites() {
        return IntStream.rangeClosed(FIRST_SITE, LAST_SITE);
    }

    @AfterEach
    void pass() {
        network.pass();
    }

    @AfterAll
    static void close() throws Exception {
        results.close();
        undisturbed.close();
        network.close();
    }

    @ParameterizedTest(name = "{1} {2} at {4}")
    @CsvSource({
        "961, MATOMO, STALL, 0, matomo.in-part",
        "962, MATOMO, CUT, 9000, matomo.in-part",
        "963, S3, STALL, 0, matomo.in-part",
        "964, S3, CUT, 100, matomo.in-part",
        "965, S3, REFUSE, 0, matomo.before-manifest",
        "966, LEDGER, STALL, 0, matomo.before-manifest",
        "967, LEDGER, CUT, 50, matomo.before-manifest",
        "968, LEDGER, REFUSE, 0, matomo.in-part",
    })
    void extractsTheSame(int site, Server server, Mode mode, int bytes, String milestone) throws Exception {
        results.plan("matomo", Granularity.DAY, Period.day(DAY), site);

        disturb(server, mode, bytes, milestone, "matomo", site);

        assertThat(results.rows(site, DAY, DAY.plusDays(1)))
                .isNotEmpty()
                .isEqualTo(undisturbed.rows(site, DAY, DAY.plusDays(1)));
        assertThat(results.counts("matomo", site)).isEqualTo(undisturbed.counts("matomo", site));
    }

    @ParameterizedTest(name = "{1} {2} at {4}")
    @CsvSource({
        "969, S3, STALL, 0, dataset.part-fetched",
        "970, S3, CUT, 2000, dataset.part-fetched",
        "971, S3, SLOW, 300, dataset.part-fetched",
        "972, OPENSEARCH, STALL, 0, usage.bulk-sent",
        "973, OPENSEARCH, CUT, 700, usage.stage-metrics",
        "974, OPENSEARCH, REFUSE, 0, usage.before-removal",
        "975, LEDGER, STALL, 0, usage.bulk-sent",
        "976, LEDGER, CUT, 50, usage.bulk-sent",
        "977, LEDGER, REFUSE, 0, usage.removed",
    })
    void indexesTheSame(int site, Server server, Mode mode, int bytes, String milestone) throws Exception {
        results.plan("usage", Granularity.MONTH, Period.parse("2024-07"), site);

        disturb(server, mode, bytes, milestone, "usage", site);

        assertThat(results.contents(site)).hasSizeGreaterThan(30).isEqualTo(UNDISTURBED_DOCUMENTS.get(site));
        assertThat(results.counts("usage", site)).isEqualTo(undisturbed.counts("usage", site));
        assertThat(results.documents(site).values())
                .extracting(document -> document.path("fence").asLong())
                .containsOnly((Long) results.item("usage", site).get("token"));
    }

    /** Until an attempt has failed by it or, where that cannot be recorded, for twice the length of a lease. */
    private static void disturb(Server server, Mode mode, int bytes, String milestone, String pipeline, int site)
            throws IOException {
        UnsteadyProxy proxy = network.to(server);
        String code = server.name().toLowerCase(Locale.ROOT) + "-unreachable";
        try (AtMilestone begin = AtMilestone.run(milestone, 1, () -> proxy.become(mode, bytes));
                Worker worker = Worker.start(world, proxied(server, mode))) {
            Until.holds("it begins", begin::done);
            long began = System.nanoTime();
            Until.holds(
                    server + " is missed",
                    () -> proxy.disturbed() > 0
                            && (server == Server.LEDGER
                                    ? System.nanoTime() - began > 2_000_000_000L * Bench.LEASE_SECONDS
                                    : results.codes(pipeline, site).contains(code)));
            proxy.pass();
            Until.holds(
                    "the item is done",
                    () -> results.item(pipeline, site).get("state").equals("DONE"));
        }
        assertThat(results.attempts(pipeline, site)).endsWith("DONE").containsOnlyOnce("DONE");
        assertThat(results.item(pipeline, site)).containsEntry("failures", 0).containsEntry("lease_until", null);
        assertThat(results.count("dead_letter")).isZero();
    }
}

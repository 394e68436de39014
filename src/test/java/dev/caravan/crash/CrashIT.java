package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole JVM is killed at each of the milestones and started again with the same command, nothing else; the result
 * is compared with that of a run that nobody disturbed. Each case has a site of its own, and all have the same traffic.
 */
@DisplayName("Killed by SIGKILL and started again, Caravan gives what an undisturbed run gives")
class CrashIT {

    private static final String MATOMO_SITES = "901,902,903,904,905,906";
    private static final String USAGE_SITES = "911,912,913,914,915,916";
    private static final LocalDate DAY = LocalDate.parse("2024-05-17");
    private static final LocalDate END = DAY.plusDays(2);
    private static final Map<Integer, SortedMap<String, ObjectNode>> UNDISTURBED_DOCUMENTS = new HashMap<>();

    private static Bench bench;
    private static Path world;
    private static Results results;
    private static Results undisturbed;

    /**
     * The undisturbed world does everything. In the other one, the sites of usage are extracted, and indexed by a rule
     * that counts robots too: documents that go, and documents whose figures change.
     */
    @BeforeAll
    static void prepare() throws Exception {
        bench = new Bench("crash");
        bench.fill(sites(), DAY, 2, 60);
        Path calm = bench.world("calm", sites());
        run(calm, "matomo", MATOMO_SITES + "," + USAGE_SITES);
        run(calm, "usage", USAGE_SITES);
        undisturbed = bench.results(calm);
        for (String site : USAGE_SITES.split(",")) {
            UNDISTURBED_DOCUMENTS.put(Integer.valueOf(site), undisturbed.contents(Integer.parseInt(site)));
        }

        world = bench.world("world", sites());
        run(world, "matomo", USAGE_SITES);
        Path robots = bench.settings("robots", Map.of("usage.robots.rule", "visit_total_actions >= 0"));
        bench.run(
                0,
                "run",
                "usage",
                "--period=2024-05",
                "--site=" + USAGE_SITES,
                "--config=" + world,
                "--config=" + robots);
        results = bench.results(world);
    }

    private static IntStream sites() {
        return IntStream.concat(IntStream.rangeClosed(901, 906), IntStream.rangeClosed(911, 916));
    }

    private static void run(Path config, String pipeline, String sites) {
        String period = pipeline.equals("usage") ? "2024-05" : DAY.toString();
        String end = pipeline.equals("usage") ? "2024-05" : END.minusDays(1).toString();
        bench.run(0, "run", pipeline, "--from=" + period, "--to=" + end, "--site=" + sites, "--config=" + config);
    }

    @AfterAll
    static void close() {
        results.close();
        undisturbed.close();
    }

    @ParameterizedTest(name = "at {1} for the {2}. time")
    @CsvSource({
        "901, matomo.in-part, 2",
        "902, matomo.part-uploaded, 1",
        "903, matomo.before-manifest, 1",
        "904, matomo.between-manifests, 1",
        "905, matomo.manifest-written, 1",
        "906, run.before-done, 1",
    })
    void extractsTheSame(int site, String milestone, int time) throws Exception {
        killAndStartAgain(milestone, time, site, "matomo", DAY.toString());

        assertThat(results.rows(site, DAY, DAY.plusDays(1)))
                .isNotEmpty()
                .isEqualTo(undisturbed.rows(site, DAY, DAY.plusDays(1)));
        assertThat(results.counts("matomo", site))
                .containsKey(DAY + " events.in")
                .isEqualTo(ofDay(undisturbed.counts("matomo", site)));
        assertDone("matomo", site);
        Object token = results.item("matomo", site).get("token");
        assertThat(results.manifestToken("visits", site, DAY)).isEqualTo(token);
        assertThat(results.manifestToken("events", site, DAY)).isEqualTo(token);

        bench.run(0, "sweep", "--config=" + world);
        assertThat(results.orphans()).isEmpty();
        assertThat(results.rows(site, DAY, DAY.plusDays(1))).isNotEmpty();
    }

    private static SortedMap<String, Long> ofDay(SortedMap<String, Long> counts) {
        return counts.subMap(DAY + " ", DAY + "!");
    }

    @ParameterizedTest(name = "at {1} for the {2}. time")
    @CsvSource({
        "911, dataset.part-fetched, 2",
        "912, usage.stage-metrics, 1",
        "913, usage.bulk-sent, 2",
        "914, usage.before-removal, 1",
        "915, usage.removed, 1",
        "916, run.before-done, 1",
    })
    void indexesTheSame(int site, String milestone, int time) throws Exception {
        SortedMap<String, ObjectNode> expected = UNDISTURBED_DOCUMENTS.get(site);
        assertThat(results.documents(site).keySet())
                .as("documents of before, some of which are to go")
                .containsAll(expected.keySet())
                .hasSizeGreaterThan(expected.size());

        killAndStartAgain(milestone, time, site, "usage", "2024-05");

        assertThat(results.contents(site)).hasSizeGreaterThan(30).isEqualTo(expected);
        assertThat(results.counts("usage", site))
                .containsEntry("2024-05 documents", (long) expected.size())
                .isEqualTo(undisturbed.counts("usage", site));
        assertDone("usage", site);
        assertThat(results.documents(site).values())
                .extracting(document -> document.path("fence").asLong())
                .containsOnly((Long) results.item("usage", site).get("token"));
    }

    private static void killAndStartAgain(String milestone, int time, int site, String pipeline, String period)
            throws Exception {
        List<String> command = List.of("run", pipeline, "--period=" + period, "--site=" + site, "--config=" + world);
        // one worker: whatever becomes of its lease while it hangs, nobody else takes the item
        List<String> alone = new ArrayList<>(command);
        alone.add("--config=" + bench.settings("alone", Map.of("run.workers", "1")));
        try (CaravanProcess first = bench.startUntil(milestone, time, alone)) {
            first.awaitLine(StoppedAt.REACHED + milestone);
            first.kill();
        }
        assertThat(results.item(pipeline, site)).containsEntry("state", "RUNNING");

        try (CaravanProcess second = bench.start(command)) {
            int exitCode = second.exitCode();
            assertThat(exitCode).as(second.output()).isZero();
        }
    }

    /** Every item is done, and each attempt but those that are done was lost with its process. */
    private static void assertDone(String pipeline, int site) {
        assertThat(results.item(pipeline, site))
                .containsEntry("state", "DONE")
                .containsEntry("failures", 0)
                .containsEntry("worker", null)
                .containsEntry("lease_until", null);
        assertThat(results.attempts(pipeline, site)).endsWith("LOST", "DONE").containsOnly("LOST", "DONE");
        assertThat(results.ledger().queryForObject("select count(*) from dead_letter", Integer.class))
                .isZero();
    }
}

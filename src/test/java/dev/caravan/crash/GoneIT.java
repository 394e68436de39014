package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.crash.UnsteadyNetwork.Server;
import dev.caravan.crash.UnsteadyProxy.Mode;
import dev.caravan.embedded.Until;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each case has sites of its own: one that is concerned, and one that must not be. All have the same traffic. */
@DisplayName("What is gone for good ends in a dead letter with its code, and what does not need it goes on")
class GoneIT {

    private static final LocalDate DAY = LocalDate.parse("2024-08-06");
    private static final int ATTEMPTS = 3;

    private static Bench bench;
    private static UnsteadyNetwork network;
    private static Path world;
    private static Path impatient;
    private static Results results;

    @BeforeAll
    static void prepare() throws Exception {
        bench = new Bench("gone");
        bench.fill(sites(), DAY, 1, 20);
        world = bench.world("world", sites());
        results = bench.results(world);
        network = new UnsteadyNetwork(bench);
        impatient = network.settings(
                world,
                Map.of(
                        "run.lease", "1m",
                        "run.max-attempts", Integer.toString(ATTEMPTS),
                        "run.retry.first-delay", "50ms",
                        "retry.remote.attempts", "1",
                        "retry.remote.first-delay-ms", "50"));
        plan("matomo", 983, 984, 985, 987, 988, 989);
        try (Worker worker = Worker.start(world)) {
            Until.holds("all is done", () -> results.count("work_item where state <> 'DONE'") == 0);
        }
    }

    private static IntStream sites() {
        return IntStream.rangeClosed(981, 989);
    }

    private static void plan(String pipeline, int... sites) {
        results.plan(pipeline, unit(pipeline), period(pipeline), sites);
    }

    private static Granularity unit(String pipeline) {
        return pipeline.equals("usage") ? Granularity.MONTH : Granularity.DAY;
    }

    private static Period period(String pipeline) {
        return pipeline.equals("usage") ? Period.parse("2024-08") : Period.day(DAY);
    }

    @AfterEach
    void pass() {
        network.pass();
    }

    @AfterAll
    static void close() throws Exception {
        results.close();
        network.close();
    }

    /** The server is away before Caravan starts. */
    @ParameterizedTest(name = "{0}: {2} of {1}, but not {4} of {3}")
    @CsvSource({
        "MATOMO, 981, matomo, 983, usage, matomo-unreachable",
        "OPENSEARCH, 984, usage, 982, matomo, opensearch-unreachable",
    })
    void buriesWhatNeedsIt(Server gone, int site, String pipeline, int other, String othersPipeline, String code)
            throws Exception {
        network.to(gone).become(Mode.REFUSE, 0);
        plan(pipeline, site);
        plan(othersPipeline, other);

        try (Worker worker = Worker.start(world, impatient)) {
            awaitState("DEAD", pipeline, site);
            awaitState("DONE", othersPipeline, other);
            assertBuried(pipeline, site, ATTEMPTS, code);

            network.pass();
            assertDoneWhenAskedAgain(pipeline, site);
        }
    }

    @Test
    void buriesWhatNeedsS3AndDoesItOnceThatIsBack() throws Exception {
        network.to(Server.S3).become(Mode.REFUSE, 0);
        plan("usage", 985);
        plan("matomo", 986);

        try (Worker worker = Worker.start(world, impatient)) {
            awaitState("DEAD", "usage", 985);
            awaitState("DEAD", "matomo", 986);
            assertBuried("usage", 985, ATTEMPTS, "s3-unreachable");
            assertBuried("matomo", 986, ATTEMPTS, "s3-unreachable");

            network.pass();
            assertDoneWhenAskedAgain("usage", 985);
            assertDoneWhenAskedAgain("matomo", 986);
        }
    }

    @Test
    void buriesASourceWithoutItsMapFileAndNoOther() {
        results.ledger()
                .update("update source set identifier_map_type = 2, identifier_map_filename = 'gone.csv'"
                        + " where site_id = 987");
        plan("usage", 987, 988);

        try (Worker worker = Worker.start(world, impatient)) {
            awaitState("DEAD", "usage", 987);
            awaitState("DONE", "usage", 988);
        }

        assertBuried("usage", 987, 1, "source-map");
    }

    /** A cluster that answers everything, but forbids to write documents. */
    @Test
    void buriesWhatOpenSearchForbidsAtTheFirstAttempt() throws Exception {
        HttpServer cluster = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cluster.createContext("/", exchange -> {
            byte[] answer = "{\"error\": {\"type\": \"security_exception\", \"reason\": \"no\"}, \"status\": 403}"
                    .getBytes(StandardCharsets.UTF_8);
            boolean bulk = exchange.getRequestURI().getPath().endsWith("_bulk");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(bulk ? 403 : 200, head ? -1 : answer.length);
            if (!head) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        cluster.start();
        Path forbidding = bench.settings(
                "forbidding",
                Map.of(
                        "opensearch.url",
                        "http://127.0.0.1:" + cluster.getAddress().getPort()));
        plan("usage", 989);

        try (Worker worker = Worker.start(world, impatient, forbidding)) {
            awaitState("DEAD", "usage", 989);
        } finally {
            cluster.stop(0);
        }

        assertBuried("usage", 989, 1, "opensearch-denied");
    }

    private static void awaitState(String state, String pipeline, int site) {
        Until.holds(
                pipeline + " of " + site + " is " + state,
                () -> results.item(pipeline, site).get("state").equals(state));
    }

    private static void assertBuried(String pipeline, int site, int attempts, String code) {
        assertThat(results.codes(pipeline, site)).hasSize(attempts).containsOnly(code);
        assertThat(results.deadLetters(pipeline, site)).containsExactly(code);
    }

    private static void assertDoneWhenAskedAgain(String pipeline, int site) throws Exception {
        results.planDead(pipeline, unit(pipeline), period(pipeline), site);
        awaitState("DONE", pipeline, site);
        assertThat(results.deadLetters(pipeline, site)).isEmpty();
        if (pipeline.equals("usage")) {
            assertThat(results.documents(site)).isNotEmpty();
        } else {
            assertThat(results.rows(site, DAY, DAY.plusDays(1))).isNotEmpty();
        }
    }
}

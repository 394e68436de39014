package dev.caravan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.crash.UnsteadyProxy;
import dev.caravan.crash.UnsteadyProxy.Mode;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

class HealthIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final Map<String, UnsteadyProxy> proxies = new TreeMap<>();
    private TestService service;

    @BeforeEach
    void start() throws IOException {
        EmbeddedServers servers = EmbeddedServers.shared();
        int mariaDb = servers.mariaDb().port();
        String ledger = servers.mariaDb().jdbcUrl("ledger_health");
        int s3 = servers.s3().endpoint().getPort();
        int openSearch = URI.create(servers.openSearch().url()).getPort();
        service = new TestService("health", folder)
                .with("health.every", "200ms")
                .with("health.timeout", "4s")
                .with("ledger.jdbc.url", ledger.replace(":" + mariaDb, ":" + proxy("ledger", mariaDb)))
                .with("s3.endpoint", "http://127.0.0.1:" + proxy("s3", s3))
                .with("opensearch.url", "http://127.0.0.1:" + proxy("opensearch", openSearch));
    }

    private int proxy(String name, int port) throws IOException {
        UnsteadyProxy proxy = new UnsteadyProxy(port);
        proxies.put(name, proxy);
        return proxy.port();
    }

    @AfterEach
    void stop() throws IOException {
        proxies.values().forEach(UnsteadyProxy::pass);
        service.close();
        for (UnsteadyProxy proxy : proxies.values()) {
            proxy.close();
        }
    }

    /** Status and message of a check, as the service's readiness has them. */
    private String check(String name) {
        String answer = ready();
        try {
            for (JsonNode check : JSON.readTree(answer.substring(4)).get("checks")) {
                if (check.get("name").asText().equals(name)) {
                    return check.get("status").asText() + " "
                            + check.path("message").asText();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(answer, e);
        }
        return "no check";
    }

    private static Stream<String> others(String name) {
        return Stream.of("ledger", "s3", "opensearch").filter(other -> !other.equals(name));
    }

    private String ready() {
        return service.management("/observe/health/ready");
    }

    private void serveUntilReady() {
        service.serve();
        Until.holds("the service is ready", () -> ready().startsWith("200"));
    }

    @Test
    void isReadyWhenEverythingAnswersAndNamesEachCheck() {
        serveUntilReady();

        for (String name : List.of("ledger", "s3", "opensearch")) {
            Until.holds(name + " is up", () -> check(name).startsWith("UP "));
        }
        assertThat(check("work")).isEqualTo("UP 0 items could be done, the oldest for 0 s");
        Until.holds("all is well", () -> service.management("/observe/health").startsWith("200"));
    }

    @ParameterizedTest
    @CsvSource({
        "ledger, REFUSE", "s3, REFUSE", "opensearch, REFUSE",
        "ledger, STALL", "s3, STALL", "opensearch, STALL"
    })
    void isNotReadyButAliveWhileASystemIsGoneOrSaysNothing(String name, Mode mode) {
        serveUntilReady();

        proxies.get(name).become(mode, 0);

        Until.holds(
                "only " + name + " is down",
                () -> check(name).startsWith("DOWN " + name + "-unreachable: ")
                        && others(name).allMatch(other -> check(other).startsWith("UP ")));
        String answer = ready();
        assertThat(answer).startsWith("503").doesNotContain("\tat ").doesNotContain("jdbc:mysql");
        assertThat(answer).doesNotContain(EmbeddedServers.shared().mariaDb().password());
        assertThat(answer).doesNotContain(EmbeddedServers.shared().s3().secretKey());
        assertThat(service.management("/observe/health/live")).startsWith("200");
        assertThat(Scrape.of(service.management("/observe/metrics")).sum("caravan_health_up", Map.of("check", name)))
                .isZero();

        proxies.get(name).pass();
        Until.holds("the service is ready again", () -> ready().startsWith("200"));
    }

    @Test
    void isNotReadyWhenAnItemIsLeftLyingAndNobodyWorks() {
        service.sources("source_id,name,type,site_id,country_iso", "TEST::31,Test,R,31,BR");
        service.components()
                .planner()
                .plan(new PlanRequest(
                        "matomo",
                        List.of("31"),
                        Period.parse("2026-09-07"),
                        Granularity.DAY,
                        PlanRequest.Mode.MISSING,
                        false,
                        false,
                        PlanRequest.DAILY,
                        "test"));
        JdbcTemplate ledger = new JdbcTemplate(service.components().database());
        ledger.update("update work_item set rules_version = 'others'");
        serveUntilReady();

        ledger.update("update work_item set updated_at = date_sub(utc_timestamp(6), interval 2 hour)");

        String seen = "DOWN work-unclaimed: 1 items could be done, the oldest for 7[2-9]\\d\\d s, and nobody works.*";
        Until.holds("the item is seen", () -> check("work").matches(seen));
        assertThat(ready()).startsWith("503");
        Until.holds("the ledger is up", () -> check("ledger").startsWith("UP"));
        assertThat(service.management("/observe/health/live")).startsWith("200");
    }

    @Test
    void leavesNoThreadBehind() {
        serveUntilReady();
        assertThat(threads()).isPositive();

        service.close();

        Until.holds("the threads are gone", () -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("observe"))
                .count();
    }
}

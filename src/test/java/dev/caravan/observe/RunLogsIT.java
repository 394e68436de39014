package dev.caravan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.dataset.ObjectStore;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import dev.caravan.platform.Scratch;
import dev.caravan.run.Lease;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.Period;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.run.State;
import dev.caravan.run.TestLease;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The log of each attempt is put on S3, and kept for a while")
class RunLogsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2025-03-05T10:00:00Z");

    @TempDir
    private Path folder;

    private TestService service;

    @BeforeEach
    void start() throws SQLException {
        service = new TestService("runlogs", folder).with("s3.logs-prefix", "/runlogs/logs/");
        service.sources("source_id,name,type,site_id,country_iso", "A::1,One,R,61,CO", "A::2,Two,L,62,0");
        try (Connection connection = service.matomo()) {
            // without variables there is no custom_var_v6, which L needs
            MatomoTables matomo = new MatomoTables(connection, new Shape("matomo_", 5, 2, 0));
            matomo.create();
            long visit = matomo.visit(new Visit(0, 61, TIME, TIME, 1, "co"));
            matomo.event(Event.view(61, visit, TIME, "repo.example.org/1", Map.of("custom_var_v1", "oai:a:1")));
        }
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void keepsWhatWasSaidOfEachAttemptUntilItIsOld() throws Exception {
        List<ItemReport> items = service.run("matomo", "2025-03-05", Mode.ALL, "61", "62");
        // an end of the service waits for them for some seconds only
        Until.holds(
                "both logs are put",
                () -> service.components().logs().list("").stream()
                                .filter(log -> log.key().endsWith(".jsonl"))
                                .count()
                        == 2);
        service.close();

        assertThat(items).extracting(ItemReport::state).containsExactlyInAnyOrder(State.DONE, State.DEAD);
        List<Path> logs = logs();
        assertThat(logs).hasSize(2).allSatisfy(log -> assertThat(log.toString())
                .matches(".*/logs/matomo/year=\\d{4}/month=\\d+/day=\\d+/run=[^/]+/item-\\d+-attempt-1[.]jsonl"));
        List<JsonNode> last = new ArrayList<>();
        for (Path log : logs) {
            List<JsonNode> lines = lines(log);
            assertThat(lines).isNotEmpty().allSatisfy(line -> {
                assertThat(line.path("period").asText()).isEqualTo("2025-03-05");
                assertThat(line.path("pipeline").asText()).isEqualTo("matomo");
                assertThat(line.path("attempt").asText()).isEqualTo("1");
                assertThat(line.path("level").asText()).isIn("INFO", "WARN");
                assertThat(List.of("run", "item", "site", "message")).allMatch(line::has);
            });
            assertThat(lines)
                    .extracting(line -> line.path("site"))
                    .as("of one item only")
                    .containsOnly(lines.get(0).path("site"));
            last.add(lines.get(lines.size() - 1));
        }
        assertThat(last).extracting(line -> line.path("state").asText()).containsExactlyInAnyOrder("DONE", "DEAD");
        assertThat(last).extracting(line -> line.path("code").asText()).contains("matomo-schema");
        assertThat(text(logs))
                .doesNotContain(
                        EmbeddedServers.shared().s3().secretKey(),
                        EmbeddedServers.shared().mariaDb().password());
        assertThat(folder.resolve("work/scratch")).isEmptyDirectory();

        Path other = Files.writeString(logs.get(0).resolveSibling("notes.jsonl"), "{}");
        assertThat(sweep(Duration.ofDays(89))).isZero();
        assertThat(sweep(Duration.ofDays(91))).isEqualTo(2);
        assertThat(logs()).as("what somebody else put there stays").containsExactly(other);
    }

    @Test
    void losesALogAndNothingElseWhenItCannotBePut() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ObjectStore nowhere = new ObjectStore(service.components().s3(), "no-such-bucket", "logs");
        try (Scratch scratch = new Scratch(folder.resolve("scratch"))) {
            try (RunLogs runLogs = new RunLogs(nowhere, scratch, Clock.systemUTC(), meters)) {
                Lease lease = TestLease.of("matomo", "61", Period.parse("2025-03-05"));
                runLogs.begun(lease);
                lease.close();
                Until.holds(
                        "it is lost",
                        () -> meters.counter("caravan.run.logs.lost").count() > 0);
            }
        }

        assertThat(meters.counter("caravan.run.logs.lost").count()).isEqualTo(1);
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    private int sweep(Duration later) {
        return new OldLogs(
                        service.components().logs(),
                        service.components().settings().runLogs(),
                        Clock.offset(Clock.systemUTC(), later))
                .sweep();
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(service.objects().resolve("logs"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    private static List<JsonNode> lines(Path log) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static String text(List<Path> logs) {
        StringBuilder text = new StringBuilder();
        logs.forEach(log -> {
            try {
                text.append(Files.readString(log));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return text.toString();
    }
}

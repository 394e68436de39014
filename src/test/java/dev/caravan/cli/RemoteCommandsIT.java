package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.Settings;
import dev.caravan.cli.CliInstallation.Result;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The commands that ask a daemon, or look into the ledger themselves. */
class RemoteCommandsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> TOKEN = Map.of("api.token", "open-sesame-token");

    @TempDir
    private static Path folder;

    private static CliInstallation caravan;
    private static Components components;
    private static Service daemon;
    private static String url;
    private static String item;

    /** A daemon that does no work, and an item that is dead. */
    @BeforeAll
    static void start() throws Exception {
        caravan = new CliInstallation(folder);
        caravan.fill();
        Path sources = Files.writeString(
                folder.resolve("sources.csv"), "source_id,name,type,site_id,country_iso\nA::1,One,R,880001,CO\n");
        assertThat(caravan.run("sources", "import", sources.toString()).code()).isZero();
        Path wrong = caravan.config(Map.of("matomo.jdbc.password", "open-sesame"));
        assertThat(caravan.run(wrong, "run", "matomo", "--period", "2025-03-05").code())
                .isEqualTo(1);
        components = new Components(Settings.load(List.of(caravan.config(TOKEN))), Clock.systemUTC());
        item = String.valueOf(
                new JdbcTemplate(components.database()).queryForObject("select id from work_item", Long.class));
        daemon = Service.start(components, true);
        url = "http://127.0.0.1:" + components.settings().http().port();
    }

    @AfterAll
    static void stop() {
        daemon.close();
        components.close();
    }

    @Test
    void showTheSameFromADaemonAsFromTheLedger() throws IOException {
        assertThat(same("dead-letters", "--json").at("/deadLetters/0/code").asText())
                .isEqualTo("matomo-denied");
        assertThat(same("dead-letters", "--code", "s3-denied", "--json").path("deadLetters"))
                .isEmpty();
        assertThat(same("status", "--json").at("/pipelines/0/state").asText()).isEqualTo("DEAD");
        assertThat(same("retry", item, "--json").at("/0/state").asText()).isEqualTo("READY");
        assertThat(same("cancel", item, "--json").at("/0/state").asText()).isEqualTo("CANCELLED");
        assertThat(same("cancel", item).asText()).isEqualTo("item " + item + ": matomo 880001 2025-03-05 is CANCELLED");
        assertThat(same("status").asText()).contains("CANCELLED", "No dead letters.");
    }

    private static JsonNode same(String... command) throws IOException {
        Result direct = caravan.run(command);
        Result remote = remote(TOKEN, url, command);
        assertThat(direct.code()).as(direct.err()).isZero();
        assertThat(remote.code()).as(remote.err()).isZero();
        JsonNode shown = parsed(remote.out());
        assertThat(shown).isEqualTo(parsed(direct.out()));
        return shown;
    }

    private static JsonNode parsed(String out) throws IOException {
        if (!out.startsWith("{") && !out.startsWith("[")) {
            return JSON.getNodeFactory().textNode(out.strip());
        }
        JsonNode json = JSON.readTree(out);
        json.forEach(node -> {
            if (node instanceof ObjectNode changed) {
                changed.remove("updatedAt");
            }
        });
        return json;
    }

    private static Result remote(Map<String, String> settings, String to, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--url", to));
        return caravan.run(caravan.config(settings), all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void refuseToChangeAnythingWithoutTheToken(String token) {
        Result result = remote(Map.of("api.token", token), url, "cancel", item);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().strip())
                .isEqualTo("caravan: unauthorized: This needs the operator's token as 'Authorization: Bearer …'");
    }

    @Test
    void sayWhatTheDaemonRefuses() {
        Result result = remote(TOKEN, url, "retry", "999999999");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().strip()).isEqualTo("caravan: item-unknown: There is no work item 999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "dead-letters", "retry 1", "cancel 1"})
    void sayThatNobodyAnswers(String command) throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        Result result = remote(TOKEN, "http://127.0.0.1:" + nobody, command.split(" "));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err().strip())
                .startsWith("caravan: api-unreachable: No answer from http://127.0.0.1:" + nobody)
                .doesNotContain("\n", "Exception", "open-sesame-token");
    }

    @Test
    void sayThatTheAnswerIsNotCaravans() {
        Result result = remote(TOKEN, EmbeddedServers.shared().openSearch().url(), "status");

        assertThat(result.code()).isNotZero();
        assertThat(result.err().strip()).startsWith("caravan: api-failed: ").doesNotContain("\n", "Exception");
    }

    @Test
    void watchTheStatusUntilTheyAreToldToEnd() throws Exception {
        Path out = folder.resolve("watch.out");
        Path err = folder.resolve("watch.err");
        Process watch = caravan.start(out, err, caravan.config(TOKEN), "status", "--watch", "1", "--url", url);
        try {
            Until.holds("the status is shown three times", () -> text(out).split("pipeline {3}state").length > 3);
            assertThat(watch.isAlive()).isTrue();
            watch.destroy();
            Until.holds("it ends", () -> !watch.isAlive());
            assertThat(watch.exitValue()).isEqualTo(143);
            assertThat(text(err)).isEmpty();
        } finally {
            watch.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

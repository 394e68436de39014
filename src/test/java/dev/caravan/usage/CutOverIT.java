package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.cli.CaravanCommand;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.run.State;
import dev.caravan.search.SearchAdmin;
import dev.caravan.search.SearchClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import net.openhft.hashing.LongHashFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opensearch.client.RestClient;
import picocli.CommandLine;

@DisplayName("Our index takes the place of the original's in one step")
class CutOverIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READERS = "readers-it-48";
    private static final String KEPT = "before-caravan-" + READERS;

    /** Golden R has 213 documents of version 1.0; beside them lie the same ones with the ids of the version before. */
    private static final String OLD = "426";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestService service;

    @BeforeEach
    void indexBoth() throws Exception {
        service = new TestService("cutover", folder);
        service.forget(48);
        forgetOld();
        service.sources("source_id,name,type,site_id,country_iso", "TEST::48,Test,R,48,BR");
        GoldenSet golden = GoldenSet.of("R");
        PartFile.of("custom_var_v1").events(part("events"), golden.events());
        PartFile.of("custom_var_v1").visits(part("visits"), golden.visits());
        assertThat(service.run("usage", "2025-03", Mode.MISSING, "48")).allMatch(item -> item.state() == State.DONE);
        fillOld();
    }

    @AfterEach
    void stop() {
        forgetOld();
        service.close();
    }

    @Test
    void replacesTheOldIndexInOneStepOnceEveryMonthIsThere() throws Exception {
        service.search(
                "PUT", "/" + READERS + "/_doc/april?refresh=true", "{\"year\": 2025, \"month\": 4, \"views\": 1}");

        assertThat(caravan("index", "cut-over", "--site", "48", "--prefix", "readers-it"))
                .isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("2025-03 +426 +1240 +920 +212 +603 +444\n")
                .containsPattern("2025-04 .*missing");
        assertThat(err.toString()).contains("index the missing months first");
        assertThat(count(READERS)).isEqualTo("427");

        service.search("DELETE", "/" + READERS + "/_doc/april?refresh=true", "");
        assertThat(caravan("index", "cut-over", "--site", "48", "--prefix", "readers-it", "--dry-run"))
                .isZero();
        assertThat(service.search("GET", "/" + KEPT, "").path("status").asInt()).isEqualTo(404);

        String ours = count("cutover-48");
        Set<String> seen = new ConcurrentSkipListSet<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            while (!over.get()) {
                seen.add(count(READERS));
            }
        });
        reader.start();
        Until.holds("the reader has begun", () -> seen.contains(OLD));
        int code = caravan("index", "cut-over", "--site", "48", "--prefix", "readers-it");
        seen.add(count(READERS));
        over.set(true);
        reader.join();

        assertThat(code).as(err.toString()).isZero();
        // while the old index goes, OpenSearch may answer that it is busy: never that there is nothing
        assertThat(seen).as("never fewer, more or none").contains(OLD, ours).isSubsetOf(OLD, ours, "status 503");
        assertThat(count(READERS)).isEqualTo(ours);
        assertThat(count(KEPT)).as("the old documents are kept").isEqualTo(OLD);
        assertThat(count("readers-it-*")).as("and no reader counts them").isEqualTo(ours);

        assertThat(caravan("index", "cut-over", "--site", "48", "--prefix", "readers-it"))
                .isEqualTo(3);
        assertThat(err.toString()).contains(READERS + " is an alias already");

        try (RestClient client =
                SearchClient.open(service.components().settings().search())) {
            assertThatCode(() -> new SearchAdmin(client).ensure("caravan-usage-month-48-v1", READERS))
                    .as("what each run under this prefix does")
                    .doesNotThrowAnyException();
        }

        service.search(
                "POST",
                "/_aliases",
                "{\"actions\": [{\"remove\": {\"index\": \"caravan-usage-month-48-v1\", \"alias\": \"" + READERS
                        + "\"}}," + " {\"add\": {\"index\": \"" + KEPT + "\", \"alias\": \"" + READERS + "\"}}]}");
        assertThat(count(READERS)).as("the way back").isEqualTo(OLD);
    }

    private void fillOld() throws IOException {
        service.search(
                "PUT",
                "/" + READERS,
                "{\"settings\": {\"number_of_replicas\": 0}, \"mappings\": {\"properties\": {\"identifier\":"
                        + " {\"type\": \"text\"}, \"stats_by_country\": {\"type\": \"nested\"}}}}");
        List<String> bulk = new ArrayList<>();
        for (String line : Files.readAllLines(documents())) {
            JsonNode source = JSON.readTree(line).path("_source");
            bulk.add("{\"index\": {\"_id\": \"" + source.path("id").asText() + "\"}}");
            bulk.add(source.toString());
            bulk.add("{\"index\": {\"_id\": \"" + idOfMain(source) + "\"}}");
            bulk.add(source.toString());
        }
        JsonNode answer = service.search("POST", "/" + READERS + "/_bulk?refresh=true", String.join("\n", bulk) + "\n");
        assertThat(answer.path("errors").asBoolean(true)).isFalse();
        assertThat(count(READERS)).isEqualTo(OLD);
    }

    private static Path documents() {
        String name = "/cases/matomo-usage/R/docs.v1.0.jsonl";
        return Path.of(Objects.requireNonNull(CutOverIT.class.getResource(name)).getPath());
    }

    /** The version before 1.0 had no level in it. */
    private static String idOfMain(JsonNode source) {
        String text = "48-" + source.path("identifier").asText() + "-2025-3-1";
        return HexFormat.of().toHexDigits(LongHashFunction.xx().hashBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void forgetOld() {
        service.search("DELETE", "/" + READERS + "?ignore_unavailable=true", "");
        service.search("DELETE", "/" + KEPT + "?ignore_unavailable=true", "");
    }

    private String count(String name) {
        JsonNode answer = service.search("GET", "/" + name + "/_count", "");
        return answer.path("count").asText("status " + answer.path("status").asText());
    }

    private Path part(String table) throws IOException {
        Path part = service.objects().resolve(table + "/idsite=48/year=2025/month=3/part-0.parquet");
        Files.createDirectories(part.getParent());
        return part;
    }

    private int caravan(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", service.properties().toString()));
        return CaravanCommand.commandLine(new CommandLine(new CaravanCommand()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}

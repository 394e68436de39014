package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.api.Operation;
import dev.caravan.cli.CaravanCommand;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.TestService.Command;
import dev.caravan.run.PlanRequest.Mode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look, as an operator runs them, on the golden set and two identifiers of rare letters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DiagnosisIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SITE = 148;

    private Path folder;
    private TestService service;

    @BeforeAll
    void fill(@TempDir Path temporary) throws Exception {
        folder = temporary;
        service = new TestService("diagnosis", folder);
        service.forget(SITE);
        service.sources("source_id,name,type,site_id,country_iso", "TEST::148,Test,R,148,BR");
        GoldenSet golden = GoldenSet.of("R");
        List<PlainEvent> events = new ArrayList<>(golden.events());
        // their order is one in UTF-8 and the other in UTF-16
        events.add(view(9_000_001, "oai:repo.br:\ufb00"));
        events.add(view(9_000_002, "oai:repo.br:\ud835\udcb3"));
        PartFile.of("custom_var_v1").events(part("events"), events);
        PartFile.of("custom_var_v1").visits(part("visits"), golden.visits());
    }

    private static PlainEvent view(long id, String identifier) {
        long human = GoldenSet.of("R").visits().stream()
                .filter(visit -> visit.totalActions() != null && visit.totalActions() < 10)
                .findFirst()
                .orElseThrow()
                .idvisit();
        return new PlainEvent(
                id, human, Instant.parse("2025-03-15T12:00:00Z"), identifier, 1, "repo.br/handle/1", null);
    }

    private Path part(String table) throws Exception {
        Path part = service.objects().resolve(table + "/idsite=" + SITE + "/year=2025/month=3/0a1b.snappy.parquet");
        Files.createDirectories(part.getParent());
        return part;
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void diffTellsWhatIndexingWouldChangeAndNothingAfterwards() throws Exception {
        Command before = run("diff", "--period", "2025-03", "--limit", "3");
        assertThat(before.code()).as(before.err()).isEqualTo(1);
        assertThat(before.out()).contains("2025-03: 0 documents indexed, ", " 0 equal, ", " more: --limit");
        assertThat(service.search("GET", "/caravan-usage-month-148-v1", "")
                        .path("status")
                        .asInt())
                .as("nothing was written")
                .isEqualTo(404);

        service.run("usage", "2025-03", Mode.MISSING, "148");
        int documents = service.months(SITE).size();
        Command after = run("diff", "--period", "2025-03");
        assertThat(after.code()).as(after.out()).isZero();
        assertThat(after.out())
                .contains("2025-03: %d documents indexed, %d computed: %d equal, 0 added, 0 removed, 0 changed"
                        .formatted(documents, documents, documents));

        JsonNode hit = service.months(SITE).stream()
                .filter(document -> document.at("/_source/identifier").asText().equals("oai:repo.br:\ufb00"))
                .findFirst()
                .orElseThrow();
        ObjectNode other = hit.get("_source").deepCopy();
        other.put("identifier", "oai:repo.br:zz").put("views", 7);
        service.search(
                "PUT",
                "/caravan-usage-month-148-v1/_doc/" + hit.get("_id").asText() + "?refresh=true",
                other.toString());
        Command changed = run("diff", "--period", "2025-03", "--json");
        assertThat(changed.code()).isEqualTo(1);
        JsonNode difference = JSON.readTree(changed.out()).get(0);
        assertThat(difference.get("equal").asInt()).isEqualTo(documents - 1);
        assertThat(difference.get("added").asInt()).isEqualTo(1);
        assertThat(difference.get("removed").asInt()).isEqualTo(1);
        assertThat(difference.at("/items/0/identifier").asText()).isEqualTo("oai:repo.br:zz");
        assertThat(difference.at("/items/0/kind").asText()).isEqualTo("REMOVED");
        assertThat(difference.at("/before/views").asInt()
                        - difference.at("/after/views").asInt())
                .isEqualTo(6);
    }

    @Test
    @Order(2)
    void explainPrintsTheFiguresOfTheDocument() throws Exception {
        JsonNode document = service.months(SITE).get(0).get("_source");
        String identifier = document.get("identifier").asText();

        Command plain = run("explain", "--identifier", identifier, "--from", "2025-02", "--to", "2025-03", "--plain");
        assertThat(plain.out().lines())
                .containsExactly(
                        "Views: " + document.get("views"),
                        "Downloads: " + document.get("downloads"),
                        "Conversions: " + document.get("conversions"),
                        "Outlinks: " + document.get("outlinks"));

        JsonNode site =
                JSON.readTree(run("explain", "--period", "2025-03", "--json").out());
        assertThat(site.at("/total/in/events").asInt()).isEqualTo(2002);
        long dropped = 0;
        for (JsonNode drop : site.at("/total/dropped")) {
            dropped += drop.get("events").asLong();
        }
        assertThat(site.at("/total/kept/events").asLong() + dropped).isEqualTo(2002);
    }

    @Test
    @Order(3)
    void explainSaysSoWhenNobodyKnowsTheIdentifier() {
        Command unknown = run("explain", "--identifier", "nobody's \u001b[31m", "--period", "2025-03");

        assertThat(unknown.code()).isEqualTo(CaravanCommand.NOTHING_TO_DO);
        assertThat(unknown.out()).contains("No event of the period has the identifier nobody's \\u001b[31m");
    }

    @Test
    @Order(4)
    void previewWritesEveryIdentifierOnALineOfItsOwn() throws Exception {
        Path table = folder.resolve("identifiers.tsv");

        JsonNode answer =
                JSON.readTree(run("identifiers preview", "--period", "2025-03", "--out", table.toString(), "--json")
                        .out());

        JsonNode month = answer.at("/months/0");
        long rows = month.get("processed").asLong() + 1;
        assertThat(Files.readAllLines(table))
                .as("the header, and the events without an identifier")
                .hasSize((int) rows + 1)
                .allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(8));
    }

    @Test
    @Order(5)
    void volumeDrawsAYearInWhichMonthsAreMissing() throws Exception {
        Path table = folder.resolve("volume.csv");
        Path picture = folder.resolve("volume.png");
        Path drawing = folder.resolve("volume.svg");

        assertThat(run("volume", "--year", "2025", "--out", table.toString()).code())
                .isZero();
        assertThat(run("volume", "--year", "2025", "--by", "day", "--out", picture.toString())
                        .code())
                .isZero();
        assertThat(run("volume", "--year", "2025", "--out", drawing.toString()).code())
                .isZero();

        assertThat(Files.readAllLines(table))
                .contains("2025-02,,28", "2025-03,2002,0", "2025-04,,30")
                .hasSize(13);
        assertThat(Files.readAllBytes(picture)).startsWith(0x89, 'P', 'N', 'G');
        assertThat(drawing).content().contains("<svg", "fill:rgb(217,217,217)");
    }

    @Test
    @Order(6)
    void nonsenseIsRefusedInOneSentence() {
        for (List<String> arguments : List.of(
                List.of("explain", "--period", "2025-13"),
                List.of("explain", "--period", "2025-03", "--plain", "--json"),
                List.of("diff", "--period", "2025-03", "--limit", "-1"),
                List.of("volume", "--year", "25"),
                List.of("volume", "--year", "2025", "--out", "x.gif"))) {
            Command result =
                    run(arguments.get(0), arguments.subList(1, arguments.size()).toArray(String[]::new));
            assertThat(result.code()).as("%s", arguments).isEqualTo(CaravanCommand.USAGE);
            assertThat(result.err().lines()).as("%s", arguments).hasSize(1);
        }
    }

    @Test
    @Order(7)
    void theOperatorGetsTheSameOverHttp() throws Exception {
        JsonNode document = service.months(SITE).get(0).get("_source");
        service.with("api.token", "ours").serve();
        String path = Operation.BASE + "/items/"
                + URLEncoder.encode(document.get("identifier").asText(), StandardCharsets.UTF_8)
                + "/explain?site=148&from=2025-03";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path));

        assertThat(HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofString())
                        .statusCode())
                .as("without the token")
                .isEqualTo(401);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(request.header("Authorization", "Bearer ours").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).at("/total/figures/views")).isEqualTo(document.get("views"));
    }

    private Command run(String command, String... options) {
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(List.of("--site", "148"));
        all.addAll(List.of(options));
        return service.command(all.toArray(String[]::new));
    }
}

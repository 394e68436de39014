package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Components;
import dev.caravan.Settings;
import dev.caravan.cli.CliInstallation.Result;
import dev.caravan.embedded.EmbeddedServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static CliInstallation caravan;

    @BeforeAll
    static void install() throws Exception {
        caravan = new CliInstallation(folder);
        caravan.fill();
        Path file = Files.writeString(folder.resolve("sources.csv"), """
                source_id,name,type,site_id,country_iso
                A::1,One,R,880001,CO
                A::2,Two,R,880002,PE
                A::3,Three,R,880003,BR
                """);
        Result loaded = caravan.run("sources", "import", file.toString());
        assertThat(loaded).isEqualTo(new Result(0, "3 sources written" + System.lineSeparator(), ""));
    }

    private static void isOneSentence(Result result) {
        assertThat(result.err().strip()).startsWith("caravan: ").doesNotContain("\tat ", "Exception", "\n");
        assertThat(result.out()).isEmpty();
    }

    private static List<String> objects(String below) {
        List<String> keys = new ArrayList<>();
        try (Components components =
                new Components(Settings.load(List.of(caravan.config(Map.of()))), Clock.systemUTC())) {
            components.objects().list(below).forEach(listed -> keys.add(listed.key()));
        }
        return keys;
    }

    private static JsonNode search(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(EmbeddedServers.shared().openSearch().url() + path))
                .build();
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static TreeSet<String> ids(String index) throws IOException, InterruptedException {
        TreeSet<String> ids = new TreeSet<>();
        search("/" + index + "/_search?size=100")
                .at("/hits/hits")
                .forEach(hit -> ids.add(hit.path("_id").asText()));
        return ids;
    }

    @Test
    void doesWhatIsMissingAndThenHasNothingToDo() throws Exception {
        String[] matomo = {"run", "matomo", "--site", "880001", "--from", "2025-03-05", "--to", "2025-03-06", "--json"};
        Result first = caravan.run(matomo);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("2 of 2 items");
        JsonNode report = JSON.readTree(first.out());
        assertThat(report.path("run").asText()).isNotEmpty();
        assertThat(report.path("items")).hasSize(2);
        assertThat(report.at("/items/0/unit").asText()).isEqualTo("2025-03-05");
        assertThat(report.at("/items/0/state").asText()).isEqualTo("DONE");
        assertThat(report.at("/counts/events.in").asLong()).isEqualTo(3);
        assertThat(report.at("/counts/visits.in").asLong()).isEqualTo(2);

        Result second = caravan.run(matomo);
        assertThat(second.code()).isEqualTo(3);
        assertThat(second.err()).contains("Nothing to do: 2 items are up to date");
        assertThat(JSON.readTree(second.out()).path("items")).isEmpty();

        Result usage = caravan.run("run", "usage", "--site", "880001", "--period", "2025-03", "--json");
        assertThat(usage.code()).as(usage.err()).isZero();
        assertThat(JSON.readTree(usage.out()).at("/counts/documents").asLong()).isEqualTo(2);
        assertThat(caravan.run("run", "usage", "--site", "880001", "--period", "2025-03")
                        .code())
                .isEqualTo(3);

        Result day = caravan.run("run", "usage", "--site", "880001", "--period", "2025-03-05", "--json");
        assertThat(day.code()).as(day.err()).isZero();
        assertThat(JSON.readTree(day.out()).at("/items/0/unit").asText()).isEqualTo("2025-03-05");

        Result firstOfMonth = caravan.run("run", "matomo", "--site", "880001", "--period", "2025-03", "--mode", "all");
        assertThat(firstOfMonth.code()).as(firstOfMonth.err()).isZero();
        assertThat(caravan.run("run", "usage", "--site", "880001", "--period", "2025-03", "--by", "day")
                        .code())
                .isZero();
        search("/caravan-usage-day-880001-v1/_refresh");
        search("/caravan-usage-month-880001-v1/_refresh");
        TreeSet<String> days = ids("caravan-usage-day-880001");
        TreeSet<String> months = ids("cli-it-880001");
        assertThat(days).hasSize(3).doesNotContainAnyElementsOf(months);
        assertThat(months).hasSize(2);
    }

    @Test
    void writesNothingOnADryRun() throws Exception {
        Result matomo =
                caravan.run("run", "matomo", "--site", "880002", "--period", "2025-03-05", "--dry-run", "--json");
        assertThat(matomo.code()).as(matomo.err()).isZero();
        assertThat(JSON.readTree(matomo.out()).at("/counts/events.in").asLong()).isEqualTo(2);
        assertThat(objects("events/idsite=880002/")).isEmpty();
        assertThat(objects("visits/idsite=880002/")).isEmpty();

        Result usage = caravan.run("run", "usage", "--site", "880002", "--period", "2025-03", "--dry-run");
        assertThat(usage.code()).as(usage.err()).isZero();
        assertThat(search("/caravan-usage-month-880002-v1").path("status").asInt())
                .isEqualTo(404);
        assertThat(search("/_alias/cli-it-880002").path("status").asInt()).isEqualTo(404);
    }

    @Test
    void choosesSitesByListRangeAndExclusion() throws Exception {
        assertThat(sites("--site", "880003,880001")).containsExactly("880001", "880003");
        assertThat(sites("--from-site", "880002")).containsExactly("880002", "880003");
        assertThat(sites("--to-site", "880002", "--exclude-site", "880001")).containsExactly("880002");
        assertThat(sites("--exclude-site", "880001,880003")).containsExactly("880002");
    }

    private static TreeSet<String> sites(String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("run", "matomo", "--period", "2025-03-04", "--dry-run", "--json"));
        command.addAll(List.of(options));
        Result result = caravan.run(command.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
        TreeSet<String> sites = new TreeSet<>();
        JSON.readTree(result.out())
                .path("items")
                .forEach(item -> sites.add(item.path("subject").asText()));
        return sites;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run motomo --period 2025-03 | pipeline-unknown: There is no pipeline 'motomo', only [matomo, usage]",
                "run matomo --site 5 --period 2025-03 | site-unknown: There is no source with site_id 5; there are [880001, 880002, 880003]",
                "run matomo --site x --period 2025-03 | site-unknown: There is no source with site_id x; there are [880001, 880002, 880003]",
                "run matomo --from-site 9000000 --period 2025-03 | No site is left of [880001, 880002, 880003]",
                "run matomo --period March | period-invalid: 'March' is no period: give a year 2026, a month 2026-09 or a day 2026-09-05",
                "run matomo --from 2025-03 --to 2025-02 | period-invalid: The period ends before it begins: 2025-03 to 2025-02",
                "run matomo --period 2025-02-30 | period-invalid: '2025-02-30' is no period: give a year 2026, a month 2026-09"
                        + " or a day 2026-09-05",
                "retry 999999999 | item-unknown: There is no work item 999999999",
                "cancel 999999999 --json | item-unknown: There is no work item 999999999",
                "cancel 0 | item-unknown: There is no '0' here: ids are whole numbers",
                "retry -1 | item-unknown: There is no '-1' here: ids are whole numbers",
                "dead-letters --limit 0 | parameter-invalid: limit = '0': expected a whole number from 1 to 1000",
                "status --url ftp://localhost | --url ftp://localhost: expected something like http://127.0.0.1:8080",
                "run matomo | Give either --period or --from [--to]",
                "run matomo --to 2025-03 | Give either --period or --from [--to]",
                "run matomo --period 2025-03 --from 2025-03 | Give either --period or --from [--to]",
                "run matomo --period 2025-03 --mode some | mode-invalid: 'some': expected missing, failed or all",
                "run matomo --period 2025-03 --by month | granularity-invalid: This pipeline works by days, not by month",
                "run usage --period 2025-03 --by week | granularity-invalid: 'week': expected day or month",
                "sources import none.csv | Cannot read none.csv: none.csv"
            })
    void refusesInOneSentenceWhatMakesNoSense(String command, String sentence) {
        Result result = caravan.run(command.split(" "));

        assertThat(result.err().strip()).isEqualTo("caravan: " + sentence);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void refusesAPeriodThatHasNotBegun() throws Exception {
        Result result = caravan.process(caravan.config(Map.of()), "run", "matomo", "--period", "2999-01");

        assertThat(result.code()).isEqualTo(2);
        isOneSentence(result);
        assertThat(result.err())
                .contains("caravan: period-not-closed: The period 2999-01 has no closed day yet: the last is ");
    }

    @ParameterizedTest
    @CsvSource({
        "run matomo --perod 2025-03,--perod",
        "runn matomo,runn",
        "run matomo --from-site x,--from-site",
        "retry x,ITEM",
        "cancel,ITEM"
    })
    void refusesOptionsItDoesNotKnow(String command, String named) {
        Result result = caravan.run(command.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(named).doesNotContain("\tat ");
    }

    @Test
    void refusesAConfigurationFileThatIsNotThere() {
        Result result = caravan.run(folder.resolve("none.properties"), "status");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Cannot read " + folder.resolve("none.properties"));
    }

    @Test
    void refusesSourcesThatAreWrongAndWritesNone() throws IOException {
        Path file = Files.writeString(
                folder.resolve("wrong.csv"), "source_id,name,type,site_id\nA::8,Eight,L,8\nA::9,Nine,R,9\n");
        Result result = caravan.run("sources", "import", file.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("error: line 3 (A::9): country_iso '' must be two upper-case letters of ISO 3166"
                        + System.lineSeparator());
        assertThat(caravan.run("sources", "list").out()).doesNotContain("Eight");
    }

    @Test
    void showsTheStatusAsTextAndAsJson() throws IOException {
        assertThat(caravan.run("status").code()).isZero();
        JsonNode status = JSON.readTree(caravan.run("status", "--json").out());
        assertThat(status.fieldNames()).toIterable().containsExactly("pipelines", "sites", "deadLetters");
    }

    @Test
    void saysInOneSentenceThatTheLedgersPasswordIsWrong() throws Exception {
        Path config = caravan.config(Map.of("ledger.jdbc.password", "open-sesame"));
        Result result = caravan.process(config, "run", "matomo", "--period", "2025-03-05");

        assertThat(result.code()).isEqualTo(1);
        isOneSentence(result);
        assertThat(result.err())
                .contains("ledger-unreachable", "check ledger.jdbc")
                .doesNotContain("open-sesame");
    }

    @Test
    void saysThatMatomosPasswordIsWrong() throws Exception {
        fails(Map.of("matomo.jdbc.password", "open-sesame-secret"), "2025-03-07", "matomo-denied");
    }

    @Test
    void saysThatTheBucketIsNotThere() throws Exception {
        fails(Map.of("s3.bucket", "open-sesame"), "2025-03-08", "s3-no-bucket");
    }

    @Test
    void saysThatTheKeyOfTheBucketIsWrong() throws Exception {
        fails(Map.of("s3.secret-key", "open-sesame-secret"), "2025-03-09", "s3-denied");
    }

    /** A run that starts and fails at its only item. */
    private static void fails(Map<String, String> wrong, String day, String code) throws Exception {
        Result result = caravan.process(caravan.config(wrong), "run", "matomo", "--site", "880003", "--period", day);

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.err())
                .contains("matomo 880003 " + day + " DEAD: " + code + ": ")
                .doesNotContain("\tat ");
        assertThat(result.out() + result.err()).doesNotContain("open-sesame-secret");
    }
}

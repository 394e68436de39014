package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.cli.CliInstallation.Result;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.StandInMatomo;
import dev.caravan.embedded.StandInMatomo.Fault;
import dev.caravan.embedded.Until;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportMatomoIT {

    private static final String TOKEN = "open-sesame-t0ken";
    private static final int LINES = 12;

    @TempDir
    private static Path folder;

    private static CliInstallation caravan;
    private static Connection connection;

    private StandInMatomo matomo;

    @BeforeAll
    static void install() throws SQLException {
        caravan = new CliInstallation(folder).variable("MATOMO_TOKEN", TOKEN);
        caravan.fill();
        connection = DriverManager.getConnection(
                caravan.matomoUrl(),
                EmbeddedServers.shared().mariaDb().user(),
                EmbeddedServers.shared().mariaDb().password());
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @BeforeEach
    void startMatomo() {
        matomo = new StandInMatomo(connection, new MatomoTables(connection, Shape.matomo5()));
    }

    @AfterEach
    void stopMatomo() {
        matomo.close();
    }

    @Test
    void goesOnWithoutLossOrDoubleAfterAKillInTheMiddleOfABatch() throws Exception {
        Path config = caravan.config(Map.of());
        Path input = Files.writeString(folder.resolve("killed"), lines(101, "1700000000"));
        String[] command = {
            "import-matomo",
            input.toString(),
            "--url",
            url(),
            "--batch-size",
            "4",
            "--patience",
            "0",
            "--timeout",
            "600"
        };
        matomo.next(Fault.NONE, Fault.SAYS_NOTHING_BUT_STORES);
        Path err = folder.resolve("err");
        Process process = caravan.start(folder.resolve("out"), err, config, command);
        Until.holds("the second batch is stored", () -> matomo.bodies().size() == 2);
        process.destroyForcibly().waitFor();

        Result again = caravan.process(config, command);

        assertThat(again.err()).contains("Whether Matomo has stored lines 5 to 8 is not known");
        assertThat(again.code()).isZero();
        assertThat(again.out()).containsPattern("lines +12  4 of them before").containsPattern("tracked +12");
        assertThat(stored(101)).isEqualTo("12 of 12");
        assertThat(matomo.bodies()).hasSize(3).allMatch(body -> body.contains(TOKEN));
        assertThat(again.out() + again.err() + Files.readString(err)).doesNotContain(TOKEN);

        Result nothing = caravan.process(config, command);
        assertThat(nothing.code()).isEqualTo(3);
        assertThat(nothing.err()).contains("Nothing to do: all of it was imported before");
        assertThat(matomo.bodies()).hasSize(3);
    }

    @Test
    void takesTheStandardInputAndKnowsItAgain() throws Exception {
        String recent = Long.toString(Instant.now()
                .minus(2, ChronoUnit.HOURS)
                .truncatedTo(ChronoUnit.SECONDS)
                .getEpochSecond());
        String input = lines(102, recent) + "nonsense\n";

        Result first = piped(input, "import-matomo", "-", "--url", url(), "--json");
        assertThat(first.code()).as(first.err()).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(first.out());
        assertThat(report.path("finished").asBoolean()).isTrue();
        assertThat(report.path("tracked").asInt()).isEqualTo(LINES);
        assertThat(report.path("reasons").path("caravan: no idsite").asInt()).isEqualTo(1);

        assertThat(piped(input, "import-matomo", "-", "--url", url()).code()).isEqualTo(3);
        assertThat(stored(102)).isEqualTo("12 of 12");
    }

    @Test
    void sendsNothingOnADryRunAndSaysWhatIsWrong() throws Exception {
        Path input = Files.writeString(
                folder.resolve("mixed"), lines(103, "1700000000") + "{\"idsite\":1}\n?idsite=x&url=y\n\n");

        Result result = caravan.run("import-matomo", input.toString(), "--dry-run");

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.out())
                .containsPattern("lines +15")
                .containsPattern("fit to be sent +12")
                .containsPattern("1  caravan: nothing to track")
                .containsPattern("older than a day +12  which Matomo takes only with a token");
        assertThat(matomo.bodies()).isEmpty();
        assertThat(folder.resolve("mixed.checkpoint")).doesNotExist();
    }

    @Test
    void refusesOldEventsWithoutAToken() throws Exception {
        Path input = Files.writeString(folder.resolve("old"), lines(104, "1700000000"));

        Result result = caravan.run("import-matomo", input.toString(), "--url", url());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("caravan: token-missing: Line 1 is older than a day");
        assertThat(matomo.bodies()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import-matomo none.gz --url http://127.0.0.1:1 | Cannot read none.gz",
                "import-matomo pom.xml | --url '': expected something like https://matomo.example.org",
                "import-matomo pom.xml --url ftp://x | --url 'ftp://x': expected something like https://matomo.example.org",
                "import-matomo pom.xml --url https://u:p@x | --url 'https://u:p@x': expected something like"
                        + " https://matomo.example.org",
                "import-matomo pom.xml --url http://x --batch-size 0 | --batch-size 0: expected a whole number from 1 to 1000",
                "import-matomo pom.xml --url http://x --in-doubt maybe | --in-doubt 'maybe': expected stop, resend or skip"
            })
    void refusesInOneSentenceWhatMakesNoSense(String command, String sentence) {
        Result result = caravan.run(command.split(" "));

        assertThat(result.err().strip()).isEqualTo("caravan: " + sentence);
        assertThat(result.code()).isEqualTo(2);
    }

    private String url() {
        return matomo.endpoint().toString().replace("/matomo.php", "");
    }

    private static Result piped(String input, String... command) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return caravan.run(command);
        } finally {
            System.setIn(before);
        }
    }

    private static String lines(int site, String cdt) {
        return IntStream.rangeClosed(1, LINES)
                .mapToObj(number -> "?idsite=" + site + "&url=repo.example.org%2F" + number + "&cdt=" + cdt + "\n")
                .collect(Collectors.joining());
    }

    /** Rows, and how many different pages they have. */
    private static String stored(int site) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*), count(distinct idaction_url)"
                        + " from matomo_log_link_visit_action where idsite = " + site)) {
            row.next();
            return row.getInt(1) + " of " + row.getInt(2);
        }
    }
}

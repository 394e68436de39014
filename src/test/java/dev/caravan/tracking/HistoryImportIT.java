package dev.caravan.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.MariaDbServer;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.StandInMatomo;
import dev.caravan.embedded.StandInMatomo.Fault;
import dev.caravan.embedded.Until;
import dev.caravan.matomo.MatomoEvents;
import dev.caravan.matomo.MatomoSettings;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.Pause;
import dev.caravan.platform.Secret;
import dev.caravan.tracking.ImportReport.Failure;
import dev.caravan.tracking.ImportSettings.InDoubt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An import stores each line once in Matomo, whatever dies")
class HistoryImportIT {

    private static final String TOKEN = "0123456789abcdef-t0ken";

    private static Connection connection;
    private static MatomoTables tables;
    private static int sites;

    @TempDir
    private Path folder;

    private final int site = ++sites;
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Runnable onPause = () -> {};
    private Duration timeout = Until.LIMIT;
    private Duration patience = Duration.ZERO;
    private StandInMatomo matomo;
    private MatomoEvents events;

    @BeforeAll
    static void createTables() throws SQLException {
        connection = connect(database("import_it"));
        tables = new MatomoTables(connection, Shape.matomo5());
        tables.create();
    }

    private static String database(String name) {
        MariaDbServer server = EmbeddedServers.shared().mariaDb();
        server.dropDatabase(name);
        server.createDatabase(name);
        return server.jdbcUrl(name);
    }

    private static Connection connect(String url) throws SQLException {
        MariaDbServer server = EmbeddedServers.shared().mariaDb();
        return DriverManager.getConnection(url, server.user(), server.password());
    }

    private static MatomoEvents events(String url) {
        MariaDbServer server = EmbeddedServers.shared().mariaDb();
        return new MatomoEvents(
                new MatomoSettings(url, server.user(), new Secret(server.password()), "matomo_", 1, Until.LIMIT, 1, 1));
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @BeforeEach
    void startMatomo() {
        matomo = new StandInMatomo(connection, tables);
        events = events(EmbeddedServers.shared().mariaDb().jdbcUrl("import_it"));
    }

    @AfterEach
    void stopMatomo() {
        matomo.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DIES_BEFORE_COMMIT",
                "DIES_AFTER_COMMIT",
                "CUTS_THE_ANSWER",
                "SAYS_NOTHING_BUT_STORES",
                "GATEWAY_TIMEOUT",
                "BUSY",
                "AWAY",
                "FAILS"
            })
    void storesEachLineOnceWhenAnswersGetLost(Fault fault) throws Exception {
        matomo.next(Fault.NONE, fault);
        if (fault == Fault.SAYS_NOTHING_BUT_STORES) {
            // on a slow machine other answers come too late as well: their rows do come
            timeout = Duration.ofSeconds(10);
            patience = Until.LIMIT;
            onPause = () -> LockSupport.parkNanos(100_000_000);
        }

        ImportReport report = run(input(10), InDoubt.STOP);

        assertThat(report.failure()).isNull();
        assertThat(report.allTracked()).isTrue();
        assertThat(report.tracked()).isEqualTo(10);
        assertThat(stored()).isEqualTo(pages(10));
    }

    @Test
    void waitsForAServerThatComesBack() throws Exception {
        matomo.stop();
        onPause = () -> {
            if (pauses.size() == 2) {
                matomo.startAgain();
            }
        };

        ImportReport report = run(input(5), InDoubt.STOP);

        assertThat(report.allTracked()).isTrue();
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(stored()).isEqualTo(pages(5));
    }

    @Test
    void goesOnInAnotherCallWhereAServerDidNotComeBack() throws Exception {
        Path input = input(10);
        matomo.next(Fault.NONE, Fault.DIES_BEFORE_COMMIT);
        onPause = () -> matomo.stop();

        Failure failure = run(input, InDoubt.STOP).failure();
        assertThat(failure).extracting(Failure::code).isEqualTo("tracker-unreachable");
        assertThat(stored()).isEqualTo(pages(4));

        onPause = () -> {};
        matomo.startAgain();
        ImportReport report = run(input, InDoubt.STOP);
        assertThat(report.allTracked()).isTrue();
        assertThat(report.sentBefore()).isEqualTo(4);
        assertThat(stored()).isEqualTo(pages(10));
    }

    @Test
    void leavesAServerAloneForAsLongAsItAsks() throws Exception {
        matomo.next(Fault.BUSY, Fault.AWAY);

        run(input(1), InDoubt.STOP);

        assertThat(pauses).containsExactly(Duration.ofSeconds(17), Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"DIES_BEFORE_COMMIT, RESEND", "DIES_AFTER_COMMIT, SKIP"})
    void stopsAndAsksWhenThereIsNoDatabaseToLookInto(Fault fault, InDoubt answer) throws Exception {
        events = null;
        matomo.next(Fault.NONE, fault);
        Path input = input(10);

        for (int call = 1; call <= 2; call++) {
            Failure failure = Objects.requireNonNull(run(input, InDoubt.STOP).failure());
            assertThat(failure.code()).isEqualTo("import-in-doubt");
            assertThat(failure.message()).contains("lines 5 to 8", "--in-doubt resend");
        }
        ImportReport report = run(input, answer);

        assertThat(report.allTracked()).isTrue();
        assertThat(report.tracked()).isEqualTo(10);
        assertThat(stored()).isEqualTo(pages(10));
    }

    @Test
    void believesNoDatabaseThatHasShownNothingYet() throws Exception {
        matomo.next(Fault.DIES_BEFORE_COMMIT);

        Failure failure = Objects.requireNonNull(run(input(3), InDoubt.STOP).failure());

        assertThat(failure.code()).isEqualTo("import-in-doubt");
        assertThat(failure.message()).contains("it may be another Matomo's");
    }

    @Test
    void believesNoDatabaseOfAnotherMatomo() throws Exception {
        String other = database("import_it_other");
        try (Connection there = connect(other)) {
            new MatomoTables(there, Shape.matomo5()).create();
        }
        events = events(other);
        matomo.next(Fault.NONE, Fault.DIES_AFTER_COMMIT);

        Failure failure = Objects.requireNonNull(run(input(10), InDoubt.STOP).failure());

        assertThat(failure.code()).isEqualTo("import-in-doubt");
        assertThat(notes).anyMatch(note -> note.contains("has no row of lines 1 to 4, which Matomo took"));
    }

    @Test
    void isNotMisledByEqualEventsOfBefore() throws Exception {
        assertThat(run(input(10), InDoubt.STOP).allTracked()).isTrue();
        Files.delete(folder.resolve("checkpoint"));
        matomo.next(Fault.NONE, Fault.DIES_BEFORE_COMMIT);

        assertThat(run(input(10), InDoubt.STOP).allTracked()).isTrue();

        assertThat(stored()).hasSize(20);
    }

    @Test
    void doesNotSendAgainWhatMatomoIsStillWriting() throws Exception {
        Path input = input(10);
        matomo.next(Fault.NONE, Fault.GOES_ON_WRITING);

        Failure failure = Objects.requireNonNull(run(input, InDoubt.STOP).failure());
        assertThat(failure.message()).startsWith("import-in-doubt: ").contains("Matomo is still writing them");

        connection.commit();
        assertThat(run(input, InDoubt.STOP).allTracked()).isTrue();
        assertThat(stored()).isEqualTo(pages(10));
    }

    @Test
    void reportsWhatIsNotFoundOfALostAnswerAndSendsItNotAgain() throws Exception {
        matomo.invalid(request -> request.get("url").endsWith("/6"));
        matomo.next(Fault.NONE, Fault.DIES_AFTER_COMMIT);

        ImportReport report = run(input(10), InDoubt.STOP);

        assertThat(report.finished()).isTrue();
        assertThat(report.tracked()).isEqualTo(8);
        assertThat(refused())
                .as("both lines of the second that lacks a row")
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"line\":6", "\"by\":\"unknown\""),
                        line -> assertThat(line).contains("\"line\":7", "\"by\":\"unknown\""));
        assertThat(stored()).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void namesTheLinesThatMatomoCallsInvalid() throws Exception {
        matomo.invalid(request -> request.get("url").endsWith("/3"));

        ImportReport report = run(input(10), InDoubt.STOP);

        assertThat(report.finished()).isTrue();
        assertThat(report.tracked()).isEqualTo(9);
        assertThat(report.reasons()).containsEntry("matomo: invalid, as Matomo says", 1L);
        assertThat(refused()).singleElement().asString().contains("\"line\":3", "page%2F3");
    }

    @Test
    void saysFromWhichLineOnWhenMatomoNamesNobody() throws Exception {
        matomo.invalid(request -> request.get("url").endsWith("/7"));
        matomo.next(Fault.NONE, Fault.NAMES_NOBODY);

        assertThat(run(input(10), InDoubt.STOP).refused()).isEqualTo(1);

        assertThat(refused()).singleElement().asString().contains("\"line\":5", "from this line on");
    }

    @Test
    void refusesOneLineAloneWhenItSpoilsAllThatComesWithIt() throws Exception {
        matomo.poisonous(request -> request.get("url").endsWith("/7"));

        ImportReport report = run(input(10), InDoubt.STOP);

        assertThat(report.tracked()).isEqualTo(9);
        assertThat(refused()).singleElement().asString().contains("\"line\":7", "status 400");
        assertThat(stored()).hasSize(9).doesNotHaveDuplicates();
        assertThat(matomo.sizes()).containsExactly(4, 4, 2, 2, 1, 1, 2);
    }

    @Test
    void splitsWhatMatomoFailsAt() throws Exception {
        matomo.next(Fault.FAILS, Fault.FAILS, Fault.FAILS);

        ImportReport report = run(input(4), InDoubt.STOP);

        assertThat(report.allTracked()).isTrue();
        assertThat(matomo.sizes()).containsExactly(4, 4, 4, 2, 2);
        assertThat(stored()).isEqualTo(pages(4));
        assertThat(String.join(" ", notes)).contains("Deadlock").doesNotContain("10.1.2.3");
    }

    @Test
    void countsNothingAsDoneWhenMatomoRefusesEverything() throws Exception {
        Path input = input(30);
        matomo.poisonous(request -> true);
        ImportReport refusing = run(input, InDoubt.STOP);
        assertThat(refusing.failure()).extracting(Failure::code).isEqualTo("tracker-refused");
        assertThat(refusing.lines()).isZero();

        matomo.poisonous(request -> false);
        assertThat(run(input, InDoubt.STOP).allTracked()).isTrue();
        assertThat(stored()).isEqualTo(pages(30));
    }

    @ParameterizedTest
    @EnumSource(names = {"REDIRECTS", "DENIES"})
    void followsNoRedirectAndTriesNothingTwiceThatIsDenied(Fault fault) throws Exception {
        matomo.next(fault);

        ImportReport report = run(input(4), InDoubt.STOP);

        assertThat(report.failure()).extracting(Failure::code).isEqualTo("tracker-denied");
        assertThat(matomo.bodies()).hasSize(1);
        assertThat(run(input(4), InDoubt.STOP).allTracked())
                .as("nothing is in doubt")
                .isTrue();
    }

    @Test
    void sendsTheTokenInTheBodyAndLeavesItNowhere() throws Exception {
        Path input = Files.write(
                folder.resolve("input"),
                List.of(
                        line(1) + "&token_auth=somebody-elses",
                        "nonsense&token_auth=somebody-elses",
                        line(3) + "&rec=0&token_auth=somebody-elses"));
        matomo.invalid(request -> true);

        ImportReport report = run(input, InDoubt.STOP);

        assertThat(report.tokens()).isEqualTo(3);
        assertThat(report.refused()).isEqualTo(3);
        assertThat(matomo.bodies()).singleElement().asString().contains("\"token_auth\":\"" + TOKEN + "\"");
        String left = Files.readString(folder.resolve("checkpoint"))
                + Files.readString(folder.resolve("refused"))
                + notes
                + report.json()
                + report.text();
        assertThat(left + matomo.bodies()).doesNotContain("somebody-elses");
        assertThat(left).doesNotContain(TOKEN);
    }

    @Test
    void refusesACheckpointOfSomethingElse() throws Exception {
        assertThat(run(input(4), InDoubt.STOP).allTracked()).isTrue();

        assertThatThrownBy(() -> run(input(5), InDoubt.STOP))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("another input or another --url");
        assertThat(stored()).isEqualTo(pages(4));
    }

    @Test
    void sendsNothingThatIsDone() throws Exception {
        run(input(4), InDoubt.STOP);

        ImportReport again = run(input(4), InDoubt.STOP);

        assertThat(again.finished()).isTrue();
        assertThat(again.sentBefore()).isEqualTo(4);
        assertThat(matomo.bodies()).hasSize(1);
    }

    private ImportReport run(Path input, InDoubt answer) {
        ImportSettings settings = new ImportSettings(
                input,
                folder.resolve("checkpoint"),
                folder.resolve("refused"),
                matomo.endpoint(),
                new Secret(TOKEN),
                4,
                2,
                Duration.ofSeconds(1),
                timeout,
                patience,
                answer);
        ImportWatcher watcher = new ImportWatcher() {
            @Override
            public void at(long bytes, long tracked, long refused) {}

            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        Pause pause = duration -> {
            pauses.add(duration);
            onPause.run();
        };
        @Nullable MatomoEvents asked = events;
        return new HistoryImport(settings, asked, "database of the test", Clock.systemUTC(), watcher, pause).run();
    }

    private Path input(int lines) throws IOException {
        return Files.write(
                folder.resolve("input"),
                IntStream.rangeClosed(1, lines).mapToObj(this::line).toList());
    }

    /** Two lines share each second. */
    private String line(int number) {
        return "?idsite=" + site + "&url=repo.example.org%2Fpage%2F" + number + "&cdt=" + (1_700_000_000 + number / 2);
    }

    private static List<String> pages(int lines) {
        return IntStream.rangeClosed(1, lines)
                .mapToObj(number -> "repo.example.org/page/" + number)
                .toList();
    }

    private List<String> refused() throws IOException {
        return Files.readAllLines(folder.resolve("refused"));
    }

    /** The site's pages, in the order in which they were stored. */
    private List<String> stored() throws SQLException {
        String sql = "select name from matomo_log_link_visit_action join matomo_log_action on idaction = idaction_url"
                + " where idsite = ? order by idlink_va";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, site);
            List<String> pages = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    pages.add(rows.getString(1));
                }
            }
            connection.commit();
            return pages;
        }
    }
}

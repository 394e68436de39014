package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Settings;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.FreePorts;
import dev.caravan.embedded.Until;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All that the real program writes, at level debug, while items are done and while items fail in ways whose messages
 * quote the data: a stage that cannot convert a URL, a column of Matomo that holds user ids where numbers should be, and
 * a site that is no number.
 */
@DisplayName("The log")
class LogsIT {

    private static final LocalDate DAY = LocalDate.parse("2024-08-05");
    private static final int GOOD = 991;
    private static final int BAD_STAGE = 992;
    private static final int BAD_COLUMN = 993;
    /** No number: nothing is prepared for it. */
    private static final String UNEXPECTED = "x-1";

    private static final List<String> KEYS = List.of("run", "item", "site", "period");
    private static final Pattern LINE = Pattern.compile(
            "\\S+Z (?:DEBUG|INFO|WARN|ERROR) +(\\S+) (?:run=(\\S+) item=(\\S+) site=(\\S+) period=(\\S+) )?(.*)");
    private static final Pattern CLOSING = Pattern.compile("(?s)pipeline=\\S+ state=\\S+ attempt=\\d+ ms=\\d+.*");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** @param fields those that are there of run, item, site, period and, in JSON, all others */
    private record Line(String logger, Map<String, String> fields, String message) {}

    @ParameterizedTest(
            name = "as {0} says which item each line is about, how each claim ended, and nothing of visitors")
    @ValueSource(strings = {"text", "json"})
    void isComplete(String format) throws Exception {
        Bench bench = new Bench("logs");
        bench.fill(IntStream.rangeClosed(GOOD, BAD_COLUMN), DAY, 1, 12);
        Path world = bench.world("world", IntStream.rangeClosed(GOOD, BAD_COLUMN));
        List<String> personal = personal(bench);
        try (Results results = bench.results(world)) {
            String output = produce(bench, world, results, format);

            assertThat(personal).hasSizeGreaterThan(100).doesNotContain("");
            assertThat(output).contains("state=DONE", "state=DEAD", "NumberFormatException: For input string: …");
            personal.forEach(text -> assertThat(output).doesNotContainIgnoringCase(text));
            String failures = results.ledger()
                    .queryForList("select concat_ws(' ', error_message) from attempt", String.class)
                    .toString();
            assertThat(failures)
                    .contains(
                            "engine-sql: ", "Could not convert string …", "NumberFormatException: For input string: …");
            personal.forEach(text -> assertThat(failures).doesNotContainIgnoringCase(text));

            List<Line> lines = format.equals("json") ? json(output) : text(output);
            assertThat(lines)
                    .filteredOn(line -> !ofNoItem(line))
                    .hasSizeGreaterThan(40)
                    .allSatisfy(line -> assertThat(line.fields()).containsKeys(KEYS.toArray(String[]::new)))
                    .extracting(line -> line.logger().replaceFirst(".*[.]", ""))
                    .contains("milestone", "Leases", "RetryPolicies");
            assertThat(lines).anySatisfy(line -> assertThat(line.message()).isEqualTo("matomo.part-uploaded"));
            Map<String, Integer> closings = new TreeMap<>();
            lines.stream()
                    .filter(line -> CLOSING.matcher(line.message()).matches())
                    .forEach(line -> closings.merge(line.fields().get("item"), 1, Integer::sum));
            assertThat(closings).hasSize(6).isEqualTo(attempts(results));
        }
    }

    /** Of the program as a whole, or of its database, of which there is more to say when the machine stands still. */
    private static boolean ofNoItem(Line line) {
        return line.logger().matches(".*(Command|Watch|LedgerMetrics|HikariPool|PoolBase|ProxyConnection)")
                || line.message().startsWith("No work is taken");
    }

    /** The good items and the unexpected failure by a daemon, the two others by commands. */
    private String produce(Bench bench, Path world, Results results, String format) throws Exception {
        List<String> options = List.of("-Dcaravan.log=debug", "-Dcaravan.log.format=" + format);
        Path strict = bench.settings(
                "strict",
                Map.of(
                        "run.lease", "1m",
                        "run.max-attempts", "1",
                        "retry.remote.attempts", "1",
                        "retry.remote.first-delay-ms", "1",
                        "management.port", Integer.toString(FreePorts.next())));
        Path stages = bench.settings("stages", Map.of("routes.dir", badStage().toString()));
        List<String> configs = List.of("--config=" + world, "--config=" + strict);
        StringBuilder output = new StringBuilder();

        try (CaravanProcess daemon = bench.start(options, with(configs, "serve"))) {
            plan(
                    results,
                    "matomo",
                    Granularity.DAY,
                    Period.parse(DAY.toString()),
                    GOOD + "",
                    BAD_STAGE + "",
                    UNEXPECTED);
            Until.holds("the days are done", () -> ended(results) == 3);
            plan(results, "usage", Granularity.MONTH, Period.parse("2024-08"), GOOD + "");
            Until.holds("the month is done", () -> ended(results) == 4);
            daemon.terminate();
            int unused = daemon.exitCode();
            output.append(daemon.output()).append('\n');
        }
        try (CaravanProcess command = bench.start(
                options,
                with(configs, "run", "usage", "--site=" + BAD_STAGE, "--period=2024-08", "--config=" + stages))) {
            assertThat(command.exitCode()).isEqualTo(1);
            output.append(command.output()).append('\n');
        }
        try (Connection matomo = bench.matomo();
                Statement statement = matomo.createStatement()) {
            statement.execute("alter table matomo_log_visit modify visit_total_actions varchar(200)");
            statement.execute("update matomo_log_visit set visit_total_actions = user_id");
        }
        try (CaravanProcess command =
                bench.start(options, with(configs, "run", "matomo", "--site=" + BAD_COLUMN, "--period=" + DAY))) {
            assertThat(command.exitCode()).isEqualTo(1);
            output.append(command.output()).append('\n');
        }
        return output.toString();
    }

    private static List<String> with(List<String> configs, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(configs);
        return all;
    }

    private static void plan(
            Results results, String pipeline, Granularity granularity, Period period, String... subjects) {
        results.components()
                .planner()
                .plan(new PlanRequest(
                        pipeline,
                        List.of(subjects),
                        period,
                        granularity,
                        PlanRequest.Mode.MISSING,
                        false,
                        true,
                        PlanRequest.BACKFILL,
                        "test"));
    }

    private static int ended(Results results) {
        Integer ended = results.ledger()
                .queryForObject("select count(*) from work_item where state in ('DONE', 'DEAD')", Integer.class);
        return ended == null ? 0 : ended;
    }

    /** The routes, and a first stage that takes a URL for a number. */
    private Path badStage() throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.createDirectories(routes.resolve("usage"));
        for (String name : List.of("usage", "matomo", "dataset")) {
            Files.copy(Settings.home().resolve("routes/" + name + ".camel.yaml"), routes.resolve(name + ".camel.yaml"));
        }
        Files.writeString(
                routes.resolve("usage/robots.sql"),
                "select *, case when cast(action_url as integer) > 0 then 'robot' end as dropped_next from events");
        return routes;
    }

    /** What Matomo knows of visitors and what they did, and the secrets of the configuration. */
    private static List<String> personal(Bench bench) throws SQLException {
        List<String> personal = new ArrayList<>(List.of(
                EmbeddedServers.shared().mariaDb().password(),
                EmbeddedServers.shared().properties().getProperty("s3.secret-key"),
                "referrer.example.org",
                "@example.org"));
        try (Connection matomo = bench.matomo();
                Statement statement = matomo.createStatement()) {
            add(statement, "select user_id from matomo_log_visit", personal);
            add(statement, "select lower(hex(idvisitor)) from matomo_log_visit", personal);
            add(statement, "select inet6_ntoa(location_ip) from matomo_log_visit", personal);
            add(statement, "select distinct name from matomo_log_action", personal);
        }
        return personal;
    }

    private static void add(Statement statement, String query, List<String> to) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                to.add(rows.getString(1));
            }
        }
    }

    private static Map<String, Integer> attempts(Results results) {
        Map<String, Integer> attempts = new TreeMap<>();
        results.ledger()
                .queryForList("select item_id, count(*) as attempts from attempt group by item_id")
                .forEach(row -> attempts.put(row.get("item_id").toString(), ((Number) row.get("attempts")).intValue()));
        return attempts;
    }

    private static List<Line> text(String output) {
        List<Line> lines = new ArrayList<>();
        for (String text : output.split("\n")) {
            Matcher line = LINE.matcher(text);
            if (line.matches()) {
                Map<String, String> fields = new TreeMap<>();
                for (int i = 0; i < KEYS.size(); i++) {
                    if (line.group(2 + i) != null) {
                        fields.put(KEYS.get(i), line.group(2 + i));
                    }
                }
                lines.add(new Line(line.group(1), fields, line.group(6)));
            }
        }
        return lines;
    }

    /** Commands write for people beside their log; a daemon writes nothing else. */
    private static List<Line> json(String output) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : output.split("\n")) {
            if (text.startsWith("{")) {
                JsonNode line = JSON.readTree(text);
                assertThat(line.at("/@timestamp").asText()).endsWith("Z");
                assertThat(line.at("/level").asText()).isNotEmpty();
                Map<String, String> fields = new TreeMap<>();
                line.fields()
                        .forEachRemaining(field ->
                                fields.put(field.getKey(), field.getValue().asText()));
                if (CLOSING.matcher(fields.get("message")).matches()) {
                    assertThat(fields).containsKeys("pipeline", "state", "attempt", "ms");
                    assertThat(fields.containsKey("code"))
                            .isEqualTo(!fields.get("state").equals("DONE"));
                }
                lines.add(new Line(fields.get("logger"), fields, fields.get("message")));
            } else {
                assertThat(text).doesNotContain("dev.caravan.", "WARN", "ERROR");
            }
        }
        assertThat(lines).anySatisfy(line -> assertThat(line.fields().get("exception"))
                .contains("NumberFormatException", "at dev.caravan."));
        return lines;
    }

    @Test
    void hasNoThirdFormat() throws Exception {
        ProcessBuilder launcher =
                new ProcessBuilder(Path.of("caravan").toAbsolutePath().toString(), "--version");
        launcher.environment().put("CARAVAN_LOG_FORMAT", "xml");
        Process process = launcher.redirectErrorStream(true).start();

        assertThat(new String(process.getInputStream().readAllBytes()))
                .isEqualTo("caravan: CARAVAN_LOG_FORMAT is 'xml'; text or json is expected\n");
        assertThat(process.waitFor()).isEqualTo(2);
    }
}

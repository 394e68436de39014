package dev.caravan.cli;

import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.Until;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** A configured Caravan on the shared servers, with a Matomo of three sites, and its commands. */
final class CliInstallation {

    static final int FIRST_SITE = 880_001;
    private static final String NAME = "cli_it";

    private final Path folder;
    private final EmbeddedServers servers = EmbeddedServers.shared();
    private final Map<String, String> environment = new HashMap<>();

    /** What a command did. */
    record Result(int code, String out, String err) {}

    CliInstallation(Path folder) {
        this.folder = folder;
    }

    /** Each site has two events of one visit on the 5th and one on the 6th of March 2025. */
    void fill() throws SQLException {
        for (String database : List.of(NAME, NAME + "_matomo")) {
            servers.mariaDb().dropDatabase(database);
            servers.mariaDb().createDatabase(database);
        }
        try (Connection connection = DriverManager.getConnection(
                matomoUrl(), servers.mariaDb().user(), servers.mariaDb().password())) {
            MatomoTables matomo = new MatomoTables(connection, Shape.matomo5());
            matomo.create();
            for (int site = FIRST_SITE; site < FIRST_SITE + 3; site++) {
                matomo.site(site, "Site " + site, "https://repo.example.org");
                visit(matomo, site, "2025-03-05T10:00:00Z", 2);
                visit(matomo, site, "2025-03-06T10:00:00Z", 1);
            }
        }
    }

    private static void visit(MatomoTables matomo, int site, String time, int events) {
        Instant start = Instant.parse(time);
        long visit = matomo.visit(new Visit(0, site, start, start.plusSeconds(600), 3, "co"));
        for (int i = 0; i < events; i++) {
            matomo.event(Event.view(
                    site,
                    visit,
                    start.plusSeconds(60L * i),
                    "repo.example.org/handle/1",
                    Map.of("custom_var_v1", "oai:repo.example.org:1/" + i)));
        }
    }

    /** A configuration file with these keys changed. */
    Path config(Map<String, String> changes) {
        Properties properties = servers.unscheduled();
        properties.setProperty("ledger.jdbc.url", servers.mariaDb().jdbcUrl(NAME));
        properties.setProperty("matomo.jdbc.url", matomoUrl());
        properties.setProperty("s3.prefix", NAME);
        properties.setProperty("opensearch.index-prefix", "cli-it");
        properties.setProperty("run.poll", "50ms");
        properties.setProperty("retry.remote.attempts", "0");
        properties.setProperty("work.dir", folder.resolve("work").toString());
        properties.putAll(changes);
        try {
            Path path = Files.createTempFile(folder, "caravan", ".properties");
            try (Writer text = Files.newBufferedWriter(path)) {
                properties.store(text, null);
            }
            return path;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a command in this JVM, with the configuration as it is. */
    Result run(String... arguments) {
        return run(config(Map.of()), arguments);
    }

    Result run(Path config, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = CaravanCommand.commandLine(new CommandLine(new CaravanCommand()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(with(config, arguments).toArray(String[]::new));
        return new Result(code, out.toString(), err.toString());
    }

    /** For the commands that are started as processes. */
    CliInstallation variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    String matomoUrl() {
        return servers.mariaDb().jdbcUrl(NAME + "_matomo");
    }

    /** Runs a command as an operator does: in a process of its own, so that log lines are seen too. */
    Result process(Path config, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = start(out, err, config, arguments);
        try {
            if (!process.waitFor(Until.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Still running: " + Files.readString(err));
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    /** The same, without waiting for its end. */
    Process start(Path out, Path err, Path config, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dcaravan.home=" + Path.of("").toAbsolutePath(),
                "-Dcaravan.log=warn",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.caravan.Caravan"));
        command.addAll(with(config, arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    private static List<String> with(Path config, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        return all;
    }
}

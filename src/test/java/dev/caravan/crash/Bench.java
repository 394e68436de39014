package dev.caravan.crash;

import dev.caravan.Caravan;
import dev.caravan.Components;
import dev.caravan.Settings;
import dev.caravan.cli.CaravanCommand;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.FreePorts;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import picocli.CommandLine;

/**
 * One test class' part of the shared servers, apart from everybody else's: a Matomo, and any number of worlds, each
 * with a ledger and a dataset of its own. Leases are short, parts and bulk requests small. Indices are by site, and so
 * shared by the worlds of all benches: choose other sites in each class.
 */
final class Bench {

    /** How long a killed worker's item belongs to nobody else. A shorter one costs attempts, a longer one time. */
    static final int LEASE_SECONDS = 4;

    /** As many as a setting may be: where the machine stands still, leases are lost, and that is nobody's fault. */
    static final String MAX_ATTEMPTS = "100";

    private final String name;
    private final Path dir;
    private final EmbeddedServers servers = EmbeddedServers.shared();

    Bench(String name) throws IOException {
        this.name = name;
        this.dir = Files.createDirectories(Settings.home().resolve("target/it-" + name));
        servers.mariaDb().dropDatabase(name + "_matomo");
        servers.mariaDb().createDatabase(name + "_matomo");
    }

    EmbeddedServers servers() {
        return servers;
    }

    /** Gives Matomo the same traffic for every site. */
    void fill(IntStream sites, LocalDate from, int days, int visitsPerDay) throws SQLException {
        fill(sites, from, days, site -> visitsPerDay);
    }

    /** @param visitsPerDay by site */
    void fill(IntStream sites, LocalDate from, int days, IntUnaryOperator visitsPerDay) throws SQLException {
        try (Connection connection = matomo()) {
            MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
            tables.create();
            Traffic.write(tables, sites, from, days, visitsPerDay);
        }
    }

    /** A new world, in which these sites are known; the result is its configuration. */
    Path world(String world, IntStream sites) throws IOException {
        servers.mariaDb().dropDatabase(name + "_" + world);
        servers.mariaDb().createDatabase(name + "_" + world);
        Properties properties = servers.unscheduled();
        properties.setProperty("matomo.jdbc.url", servers.mariaDb().jdbcUrl(name + "_matomo"));
        properties.setProperty("ledger.jdbc.url", servers.mariaDb().jdbcUrl(name + "_" + world));
        properties.setProperty("s3.prefix", name + "/" + world);
        properties.setProperty("s3.garbage-age", "0s");
        properties.setProperty("matomo.rows-per-part", "40");
        properties.setProperty("opensearch.bulk-documents", "15");
        properties.setProperty("run.lease", LEASE_SECONDS + "s");
        properties.setProperty("run.poll", "200ms");
        properties.setProperty("run.max-attempts", MAX_ATTEMPTS);
        properties.setProperty("run.retry.first-delay", "1s");
        properties.setProperty("run.retry.max-delay", "2s");
        properties.setProperty("work.dir", dir.resolve(world).toString());
        Path config = write(world, properties);

        List<String> sources = new ArrayList<>(List.of("source_id,name,type,site_id,country_iso"));
        sites.forEach(site -> sources.add("TEST::%1$d,Repository %1$d,R,%1$d,PT".formatted(site)));
        Path csv = dir.resolve("sources.csv");
        Files.write(csv, sources);
        run(0, "sources", "import", "--config=" + config, csv.toString());
        return config;
    }

    /** Removes a site's documents of months. */
    void forget(int site) throws IOException, InterruptedException {
        URI index = URI.create(servers.openSearch().url() + "/caravan-usage-month-" + site + "-v1");
        HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(index).DELETE().build(), HttpResponse.BodyHandlers.discarding());
    }

    /** Settings to be read after a world's. */
    Path settings(String file, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        return write(file, properties);
    }

    private Path write(String file, Properties properties) throws IOException {
        Path config = dir.resolve(file + ".properties");
        try (Writer out = Files.newBufferedWriter(config)) {
            properties.store(out, null);
        }
        return config;
    }

    /** The Matomo of this bench; to be closed by the caller. */
    Connection matomo() throws SQLException {
        return DriverManager.getConnection(
                servers.mariaDb().jdbcUrl(name + "_matomo"),
                servers.mariaDb().user(),
                servers.mariaDb().password());
    }

    /** Where the objects of a world's dataset lie on this disk. */
    Path objects(String world) {
        return servers.buckets().resolve("caravan").resolve(name).resolve(world);
    }

    /** A look at what a world's commands have made. */
    Results results(Path config) {
        Components components = new Components(Settings.load(List.of(config)), Clock.systemUTC());
        return new Results(components, servers.openSearch().url(), dir.resolve("fetched"));
    }

    /** Runs a command within this JVM and undisturbed. */
    void run(int exitCode, String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter out = new PrintWriter(output);
        int ended = CaravanCommand.commandLine(new CommandLine(new CaravanCommand()))
                .setOut(out)
                .setErr(out)
                .execute(arguments);
        if (ended != exitCode) {
            throw new AssertionError("caravan " + String.join(" ", arguments) + " ended with " + ended + ": " + output);
        }
    }

    /** The command of a daemon with ports of its own. */
    List<String> serve(String daemon, Path... configs) throws IOException {
        List<String> command = new ArrayList<>(List.of("serve"));
        for (Path config : configs) {
            command.add("--config=" + config);
        }
        Map<String, String> ports = Map.of(
                "http.port", Integer.toString(FreePorts.next()),
                "management.port", Integer.toString(FreePorts.next()));
        command.add("--config=" + settings(daemon, ports));
        return command;
    }

    /** Runs a command in a JVM of its own. */
    CaravanProcess start(List<String> arguments) throws IOException {
        return CaravanProcess.start(Settings.home(), Caravan.class, arguments);
    }

    /** The same with further options of the JVM. */
    CaravanProcess start(List<String> options, List<String> arguments) throws IOException {
        return CaravanProcess.start(Settings.home(), Caravan.class, options, arguments);
    }

    /** The same, where one thread hangs as soon as a milestone is reached for the n-th time. */
    CaravanProcess startUntil(String milestone, int time, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(milestone, Integer.toString(time)));
        all.addAll(arguments);
        return CaravanProcess.start(Settings.home(), StoppedAt.class, all);
    }
}

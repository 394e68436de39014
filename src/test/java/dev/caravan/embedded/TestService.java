package dev.caravan.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.Settings;
import dev.caravan.cli.CaravanCommand;
import dev.caravan.cli.RunProgress;
import dev.caravan.platform.Config;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.sources.SourceCsv;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The whole service inside a test, on the shared servers, with a ledger, a Matomo, a dataset and an alias of its own.
 * Concrete indices go by site, so tests that run one after the other on one site begin with {@link #forget}.
 */
public final class TestService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedServers servers = EmbeddedServers.shared();
    private final String name;
    private final Path folder;
    private final Properties properties;
    private Clock clock = Clock.systemUTC();
    private @Nullable Components components;
    private @Nullable Service service;

    /** @param name lower-case letters and digits, unique among the tests; what it held before is removed */
    public TestService(String name, Path folder) {
        this.name = name;
        this.folder = folder;
        this.properties = servers.unscheduled();
        for (String kind : List.of("matomo", "ledger")) {
            String database = kind + "_" + name;
            servers.mariaDb().dropDatabase(database);
            servers.mariaDb().createDatabase(database);
            properties.setProperty(kind + ".jdbc.url", servers.mariaDb().jdbcUrl(database));
        }
        properties.setProperty("s3.prefix", name);
        properties.setProperty("opensearch.index-prefix", name);
        properties.setProperty("run.poll", "50ms");
        // what is to succeed may take as long as the slowest machine needs
        properties.setProperty("http.request-timeout", "15m");
        properties.setProperty("reports.timeout", "10m");
        properties.setProperty("health.timeout", "5m");
        properties.setProperty("work.dir", folder.resolve("work").toString());
        properties.setProperty("usage.identifiers.map-dir", folder.toString());
    }

    /** A setting; the next {@link #run} starts the service anew. */
    public TestService with(String key, String value) {
        properties.setProperty(key, value);
        close();
        return this;
    }

    /** The service's own clock, instead of the machine's; that of the ledger's database stays. */
    public TestService at(Clock time) {
        clock = time;
        close();
        return this;
    }

    public Connection matomo() {
        try {
            return DriverManager.getConnection(
                    servers.mariaDb().jdbcUrl("matomo_" + name),
                    servers.mariaDb().user(),
                    servers.mariaDb().password());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the dataset's objects lie on this disk. */
    public Path objects() {
        return servers.buckets().resolve("caravan").resolve(name);
    }

    /** The settings as a file for {@code --config}. */
    public Path properties() {
        Path file = folder.resolve("test.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    public Components components() {
        if (components == null) {
            components = new Components(Settings.from(Config.load(Settings.home(), List.of(properties()))), clock);
        }
        return components;
    }

    /** @param lines of a sources file, the header first */
    public void sources(String... lines) {
        try {
            Path file = Files.write(folder.resolve("sources.csv"), Arrays.asList(lines));
            components().sources().save(SourceCsv.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plans everything of the period by months or, if it is given in days, by days, and waits for it. */
    public List<ItemReport> run(String pipeline, String period, Mode mode, String... sites)
            throws InterruptedException {
        if (service == null) {
            service = Service.start(components(), false);
        }
        boolean days = pipeline.equals("matomo") || period.length() == 10;
        Plan plan = service.plan(new PlanRequest(
                pipeline,
                List.of(sites),
                Period.parse(period),
                days ? Granularity.DAY : Granularity.MONTH,
                mode,
                false,
                false,
                PlanRequest.BACKFILL,
                "test"));
        return plan.isEmpty() ? List.of() : work(plan);
    }

    /** Does what was planned, and waits for it. */
    public List<ItemReport> work(Plan plan) throws InterruptedException {
        if (service == null) {
            service = Service.start(components(), false);
        }
        service.work(plan.runId());
        return await(plan);
    }

    /** Waits for what is done by this service or another. */
    public List<ItemReport> await(Plan plan) throws InterruptedException {
        new RunProgress(components().ledger(), plan, new PrintWriter(Writer.nullWriter())).await();
        return components().ledger().items(plan.runId());
    }

    /** Works on whatever is planned from now on, as a daemon does, but without schedules and servers. */
    public void workOnAll() {
        service = Service.start(components(), false);
        service.work("");
    }

    /** What a command did. */
    public record Command(int code, String out, String err) {}

    /** Runs a command of ours within this JVM, with these settings. */
    public Command command(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", properties().toString()));
        int code = CaravanCommand.commandLine(new CommandLine(new CaravanCommand()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Command(code, out.toString(), err.toString());
    }

    /** Starts the service as a daemon, schedules and management server included. */
    public void serve() {
        service = Service.start(components(), true);
        service.work("");
    }

    /** Where the daemon's interface is. */
    public String url() {
        return "http://127.0.0.1:" + properties.getProperty("http.port");
    }

    /** What the daemon's management server answers: status and body. */
    public String management(String path) {
        return http(URI.create("http://127.0.0.1:" + properties.getProperty("management.port") + path));
    }

    private static String http(URI uri) {
        try {
            var response =
                    HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Documents of the site's months, as the index holds them. */
    public List<JsonNode> months(int site) {
        return documents(name + "-" + site);
    }

    /** Documents of the site's days. */
    public List<JsonNode> days(int site) {
        return documents("caravan-usage-day-" + site);
    }

    private List<JsonNode> documents(String alias) {
        search("POST", "/" + alias + "/_refresh", "");
        List<JsonNode> documents = new ArrayList<>();
        search("POST", "/" + alias + "/_search?size=10000", "{\"sort\": [\"id\"], \"version\": true}")
                .at("/hits/hits")
                .forEach(documents::add);
        return documents;
    }

    /** Removes the site's indices. */
    public void forget(int site) {
        search("DELETE", "/caravan-usage-month-" + site + "-v1?ignore_unavailable=true", "");
        search("DELETE", "/caravan-usage-day-" + site + "-v1?ignore_unavailable=true", "");
    }

    /** One request to OpenSearch; whatever it answers. */
    public JsonNode search(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(servers.openSearch().url() + path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return JSON.readTree(HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What of a document must be the same whoever wrote it, and when. */
    public static Map<String, Object> content(JsonNode hit) {
        Map<String, Object> content = JSON.convertValue(hit.get("_source"), new TypeReference<>() {});
        content.keySet().removeAll(List.of("run", "fence"));
        return content;
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
            service = null;
        }
        if (components != null) {
            components.close();
            components = null;
        }
    }
}

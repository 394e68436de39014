package dev.caravan.embedded;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The embedded servers; every one real, on loopback, on a free port.
 *
 * <p>They go down with this JVM, however it ends. Their data stays in its folder and is there again at the next start
 * on it; ports and passwords are new at each start.
 */
public final class EmbeddedServers implements AutoCloseable {

    /** What can be started. */
    public enum Kind {
        MARIADB,
        S3,
        OPENSEARCH
    }

    private static final String MATOMO_DATABASE = "matomo";
    private static final String LEDGER_DATABASE = "caravan";
    private static final String BUCKET = "caravan";

    private static @Nullable EmbeddedServers shared;

    private final DataFolder folder;
    private final Consumer<String> progress;
    private final String apiToken = PrivateFiles.secret();
    private final int httpPort = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private final Map<Kind, EmbeddedServer> servers = new ConcurrentHashMap<>();
    private final AtomicReference<Runnable> beforeStop = new AtomicReference<>(() -> {});
    private final Thread shutdown = new Thread(this::stopAll, "embedded-servers-shutdown");

    private EmbeddedServers(DataFolder folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Starts servers side by side and returns when all of them answer. MariaDB then has the databases {@code matomo}
     * and {@code caravan}, S3 the bucket {@code caravan}; they are empty when the folder is new.
     *
     * @param dir for data and logs; created if need be. Not below the system's temporary folder if data is to stay
     * @param progress gets a line about each server that is up; called by several threads
     * @throws ServerStartException if a server does not start, or the folder is in use; none is left running
     */
    public static EmbeddedServers start(Path dir, Set<Kind> kinds, Consumer<String> progress) {
        return started(take(dir), kinds, progress);
    }

    /**
     * All servers, for tests: started at the first call in this JVM, with no data, in {@code target/it}; stopped when
     * the JVM ends. Who changes them (stops one, drops a table) puts them right again.
     */
    public static synchronized EmbeddedServers shared() {
        EmbeddedServers servers = shared;
        if (servers == null) {
            DataFolder folder = take(Home.folder().resolve("target/it"));
            try {
                folder.clear();
            } catch (IOException e) {
                folder.close();
                throw new ServerStartException("Cannot clear " + folder + ": " + e, e);
            }
            servers = started(folder, EnumSet.allOf(Kind.class), line -> {});
            shared = servers;
        }
        return servers;
    }

    private static DataFolder take(Path dir) {
        try {
            return DataFolder.take(dir);
        } catch (IOException e) {
            throw new ServerStartException("Cannot use the folder " + dir + ": " + e, e);
        }
    }

    private static EmbeddedServers started(DataFolder folder, Set<Kind> kinds, Consumer<String> progress) {
        EmbeddedServers servers = new EmbeddedServers(folder, progress);
        Runtime.getRuntime().addShutdownHook(servers.shutdown);
        try {
            servers.startAll(kinds);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
        return servers;
    }

    private void startAll(Set<Kind> kinds) {
        inParallel(kinds.stream()
                .<Callable<Void>>map(kind -> () -> {
                    start(kind);
                    return null;
                })
                .toList());
    }

    private void start(Kind kind) throws IOException {
        long begin = System.nanoTime();
        String up =
                switch (kind) {
                    case MARIADB -> startMariaDb();
                    case S3 -> startS3();
                    case OPENSEARCH -> startOpenSearch();
                };
        progress.accept(String.format("%s (%.1f s)", up, (System.nanoTime() - begin) / 1e9));
    }

    private String startMariaDb() throws IOException {
        MariaDbServer server = begin(Kind.MARIADB, MariaDbServer.in(folder.mariaDb()));
        server.createDatabase(MATOMO_DATABASE);
        server.createDatabase(LEDGER_DATABASE);
        return "MariaDB is up on 127.0.0.1:" + server.port();
    }

    private String startS3() throws IOException {
        S3Server server = begin(Kind.S3, S3Server.in(folder.s3Proxy(), folder.buckets()));
        server.createBucket(BUCKET);
        return "S3 is up on " + server.endpoint();
    }

    private String startOpenSearch() throws IOException {
        OpenSearchServer server = begin(Kind.OPENSEARCH, OpenSearchServer.in(folder.openSearch()));
        return "OpenSearch is up on " + server.url();
    }

    /** Known before it runs, so that the shutdown hook stops a server that is still starting. */
    private <T extends EmbeddedServer> T begin(Kind kind, T server) {
        servers.put(kind, server);
        server.start();
        return server;
    }

    /** Runs all and returns when all are done; throws what the first in the list threw. */
    private static void inParallel(List<Callable<Void>> tasks) {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ServerStartException failure
                    ? failure
                    : new ServerStartException("A server did not start: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while servers started", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Cuts one server's clients off and returns when it has ended; its data stays. To be followed by {@link #startAgain}. */
    public void stop(Kind kind) {
        wanted(kind).stop();
    }

    /** Starts a server that was stopped, with its data, port and passwords, and returns when it answers. */
    public void startAgain(Kind kind) {
        wanted(kind).start();
    }

    /** Where the S3 server keeps its buckets, a folder each. */
    public Path buckets() {
        return folder.buckets();
    }

    public MariaDbServer mariaDb() {
        return (MariaDbServer) wanted(Kind.MARIADB);
    }

    public S3Server s3() {
        return (S3Server) wanted(Kind.S3);
    }

    public OpenSearchServer openSearch() {
        return (OpenSearchServer) wanted(Kind.OPENSEARCH);
    }

    private EmbeddedServer wanted(Kind kind) {
        EmbeddedServer server = servers.get(kind);
        if (server == null) {
            throw new IllegalStateException(kind + " was not among the servers to start");
        }
        return server;
    }

    /** The settings with which Caravan uses these servers: those of the servers that run, and two free ports. */
    public Properties properties() {
        Properties properties = new Properties();
        if (servers.get(Kind.MARIADB) instanceof MariaDbServer database) {
            properties.setProperty("matomo.jdbc.url", database.jdbcUrl(MATOMO_DATABASE));
            properties.setProperty("matomo.jdbc.user", database.user());
            properties.setProperty("matomo.jdbc.password", database.password());
            properties.setProperty("ledger.jdbc.url", database.jdbcUrl(LEDGER_DATABASE));
            properties.setProperty("ledger.jdbc.user", database.user());
            properties.setProperty("ledger.jdbc.password", database.password());
        }
        if (servers.get(Kind.S3) instanceof S3Server objects) {
            properties.setProperty("s3.endpoint", objects.endpoint().toString());
            properties.setProperty("s3.bucket", BUCKET);
            properties.setProperty("s3.prefix", "usage");
            properties.setProperty("s3.access-key", objects.accessKey());
            properties.setProperty("s3.secret-key", objects.secretKey());
        }
        if (servers.get(Kind.OPENSEARCH) instanceof OpenSearchServer search) {
            properties.setProperty("opensearch.url", search.url());
            properties.setProperty("opensearch.index-prefix", "usage-stats");
        }
        properties.setProperty("api.token", apiToken);
        properties.setProperty("http.port", String.valueOf(httpPort));
        properties.setProperty("management.port", String.valueOf(managementPort));
        return properties;
    }

    /** The same for tests: nothing runs by the clock unless a test asks for it, so that the hour changes no result. */
    public Properties unscheduled() {
        Properties properties = properties();
        List.of(
                        "matomo.cron",
                        "matomo.late-cron",
                        "usage.cron",
                        "s3.sweep-cron",
                        "alerts.cron",
                        "visitfiles.cron",
                        "visitfiles.report-cron",
                        "visitfiles.roll-over-cron",
                        "visitfiles.recount-cron")
                .forEach(cron -> properties.setProperty(cron, "0 0 0 1 1 ? 2099"));
        return properties;
    }

    /**
     * Writes {@link #properties} to {@code servers.properties} in the data folder, for its owner's eyes only. The
     * file is gone before a server stops and before one starts: while it is there, the servers are ready.
     */
    public Path writeProperties() throws IOException {
        return writeProperties(Map.of());
    }

    /** The same with further settings in it. */
    public Path writeProperties(Map<String, String> further) throws IOException {
        Properties properties = properties();
        properties.putAll(further);
        StringWriter text = new StringWriter();
        properties.store(text, "The servers that run on " + folder);
        PrivateFiles.write(folder.settings(), text.toString());
        return folder.settings();
    }

    /** What uses the servers and must end before they do, also when the JVM is told to end. It is run once. */
    public void beforeStop(Runnable action) {
        beforeStop.set(action);
    }

    /** Stops the servers, side by side, and returns when they are gone. */
    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            // the JVM is going down; the hook finds nothing to do
        }
    }

    private synchronized void stopAll() {
        folder.settings().toFile().delete();
        beforeStop.getAndSet(() -> {}).run();
        inParallel(servers.values().stream()
                .<Callable<Void>>map(server -> () -> {
                    server.stop();
                    return null;
                })
                .toList());
        folder.close();
    }
}

package dev.caravan.crash;

import dev.caravan.embedded.EmbeddedServers;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A proxy before each of a bench's servers. Matomo and the ledger are databases of one server, with a proxy each. */
final class UnsteadyNetwork implements AutoCloseable {

    /** What is behind a proxy. */
    enum Server {
        MATOMO("matomo.jdbc.url"),
        LEDGER("ledger.jdbc.url"),
        S3("s3.endpoint"),
        OPENSEARCH("opensearch.url");

        private final String key;

        Server(String key) {
            this.key = key;
        }

        private int port(EmbeddedServers servers) {
            return switch (this) {
                case MATOMO, LEDGER -> servers.mariaDb().port();
                case S3 -> servers.s3().endpoint().getPort();
                case OPENSEARCH -> Integer.parseInt(servers.openSearch().url().replaceAll(".*:", ""));
            };
        }
    }

    private final Bench bench;
    private final Map<Server, UnsteadyProxy> proxies = new EnumMap<>(Server.class);

    UnsteadyNetwork(Bench bench) throws IOException {
        this.bench = bench;
        for (Server server : Server.values()) {
            proxies.put(server, new UnsteadyProxy(server.port(bench.servers())));
        }
    }

    /** Settings to be read after the world's: the proxies' addresses, and what is given. */
    Path settings(Path world, Map<String, String> further) throws IOException {
        Properties direct = new Properties();
        try (Reader in = Files.newBufferedReader(world)) {
            direct.load(in);
        }
        Map<String, String> settings = new HashMap<>(further);
        proxies.forEach((server, proxy) -> settings.put(
                server.key,
                direct.getProperty(server.key).replace(":" + server.port(bench.servers()), ":" + proxy.port())));
        return bench.settings("unsteady", settings);
    }

    UnsteadyProxy to(Server server) {
        UnsteadyProxy proxy = proxies.get(server);
        if (proxy == null) {
            throw new IllegalArgumentException(server.name());
        }
        return proxy;
    }

    void pass() {
        proxies.values().forEach(UnsteadyProxy::pass);
    }

    @Override
    public void close() throws IOException {
        for (UnsteadyProxy proxy : proxies.values()) {
            proxy.close();
        }
    }
}

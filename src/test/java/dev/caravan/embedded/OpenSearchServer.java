package dev.caravan.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One OpenSearch node on loopback, without users. It creates no index by itself, so that a missing template shows. */
public final class OpenSearchServer implements EmbeddedServer {

    private final int port = FreePorts.next();
    private final ServerProcess process;

    private OpenSearchServer(Path folder) throws IOException {
        this.process = new ServerProcess(
                "OpenSearch",
                JavaProcess.command(
                        folder,
                        Home.classPath("opensearch"),
                        List.of("-Xms64m", "-Xmx256m"),
                        List.of(
                                Home.script("OpenSearchMain.java").toString(),
                                folder.toString(),
                                String.valueOf(port))),
                Map.of(),
                folder.resolve("opensearch.log"),
                this::answers);
    }

    /** A node with its data in this folder that is not started yet. */
    static OpenSearchServer in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve("opensearch.log"));
        return new OpenSearchServer(folder);
    }

    @Override
    public void start() {
        process.start();
    }

    @Override
    public void stop() {
        process.stop();
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Whether every index can be read and written. */
    private boolean answers() {
        if (!FreePorts.answers(port)) {
            return false;
        }
        try {
            URI health = URI.create(url() + "/_cluster/health?wait_for_status=yellow&timeout=1s");
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(10_000);
            connection.setReadTimeout(60_000);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}

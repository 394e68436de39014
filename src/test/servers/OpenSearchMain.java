import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node on loopback, until SIGTERM: {@code java -cp … OpenSearchMain.java FOLDER PORT}. */
public final class OpenSearchMain {

    private OpenSearchMain() {}

    public static void main(String[] args) throws InterruptedException {
        String folder = args[0];
        String port = args[1];
        OpenSearchRunner node = new OpenSearchRunner();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.onBuild((number, settings) -> settings.put("discovery.type", "single-node")
                        .put("network.host", "127.0.0.1")
                        .put("http.port", port)
                        .put("transport.port", "0")
                        .put("action.auto_create_index", false)
                        .put("cluster.routing.allocation.disk.threshold_enabled", false))
                .build(newConfigs().basePath(folder).clusterName("caravan").numOfNode(1));
        new CountDownLatch(1).await();
    }

    private static void close(OpenSearchRunner node) {
        try {
            node.close();
        } catch (Exception e) {
            e.printStackTrace();
        }
    }
}

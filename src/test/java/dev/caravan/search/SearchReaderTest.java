package dev.caravan.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.platform.PipelineException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opensearch.client.RestClient;

/** Against a stand-in that answers what OpenSearch does in a bad hour. */
class SearchReaderTest {

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private HttpServer server;
    private RestClient client;
    private String answer = "";
    private String asked = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/_msearch", exchange -> {
            asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = RestClient.builder(
                        new HttpHost("http", "127.0.0.1", server.getAddress().getPort()))
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.stop(0);
    }

    private String ask() {
        return new SearchReader(() -> client, PATIENCE)
                .aggregations(List.of("a-1", "a-2"), Map.of("match_all", Map.of()), Map.of("views", Map.of()))
                .toString();
    }

    @Test
    void asksForFiguresOfTheseIndicesInFull() {
        answer = """
                {"responses": [{"status": 200, "timed_out": false, "_shards": {"failed": 0},
                  "aggregations": {"views": {"value": 1.0}}}]}""";

        assertThat(ask()).isEqualTo("{\"views\":{\"value\":1.0}}");
        assertThat(asked.lines()).hasSize(2);
        assertThat(asked.lines().findFirst().orElseThrow())
                .contains("[\"a-1\",\"a-2\"]", "\"ignore_unavailable\":true", "\"allow_partial_search_results\":false");
        assertThat(asked).contains("\"size\":0", "\"timeout\":\"1200000ms\"");
    }

    @Test
    void givesNothingWhereThereIsNoIndex() {
        answer = "{\"responses\": [{\"status\": 200, \"timed_out\": false, \"_shards\": {\"failed\": 0}}]}";

        assertThat(ask()).isEqualTo("{}");
    }

    @Test
    void neverAsksForAllIndices() {
        assertThatThrownBy(() -> new SearchReader(() -> client, PATIENCE).aggregations(List.of(), Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\": 200, \"timed_out\": true, \"aggregations\": {\"views\": {}}}             | opensearch-busy",
                "{\"status\": 200, \"_shards\": {\"failed\": 1}, \"aggregations\": {\"views\": {}}}  | opensearch-busy",
                "{\"status\": 503, \"error\": {\"root_cause\": []}}                                 | opensearch-busy",
                "{\"status\": 429, \"error\": {}}                                                   | opensearch-busy",
                "{\"status\": 400, \"error\": {\"root_cause\": [{\"reason\": \"no\"}]}}             | opensearch-refused",
                "{\"status\": 403, \"error\": {}}                                                   | opensearch-denied",
                "{}                                                                                | opensearch-refused"
            })
    void takesNoPartOfAnAnswerForTheWhole(String response, String code) {
        answer = "{\"responses\": [" + response + "]}";

        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(PipelineException.class, failure -> assertThat(failure.code())
                        .isEqualTo(code));
    }
}

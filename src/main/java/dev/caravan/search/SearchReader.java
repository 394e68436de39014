package dev.caravan.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.platform.PipelineException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.opensearch.client.Request;
import org.opensearch.client.RestClient;

/** Asks for figures, never for documents. An answer is whole or there is none. Safe for many threads. */
public final class SearchReader {

    private static final JsonMapper JSON = new JsonMapper();

    private final Supplier<RestClient> client;
    private final Duration timeout;

    /**
     * @param client asked for when there is something to search
     * @param timeout of a search, in the cluster and until its answer is here
     */
    public SearchReader(Supplier<RestClient> client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * @param indices by their names or aliases; one that is not there counts as empty
     * @param query an OpenSearch query
     * @param aggregations by name
     * @return the answer's {@code aggregations}; an empty object when there is none of the indices
     * @throws PipelineException when not all shards have answered
     */
    public JsonNode aggregations(Collection<String> indices, Map<String, ?> query, Map<String, ?> aggregations) {
        if (indices.isEmpty()) {
            throw new IllegalArgumentException("no index: that would be all of them");
        }
        // in the body, as hundreds of indices do not fit into the request's first line
        Map<String, ?> header =
                Map.of("index", indices, "ignore_unavailable", true, "allow_partial_search_results", false);
        Map<String, ?> body = Map.of(
                "size",
                0,
                "track_total_hits",
                false,
                "timeout",
                timeout.toMillis() + "ms",
                "query",
                query,
                "aggregations",
                aggregations);
        Request request = new Request("POST", "/_msearch");
        request.setOptions(SearchAdmin.within(timeout));
        try {
            request.setJsonEntity(JSON.writeValueAsString(header) + "\n" + JSON.writeValueAsString(body) + "\n");
            JsonNode answer = JSON.readTree(
                            client.get().performRequest(request).getEntity().getContent())
                    .at("/responses/0");
            return whole(answer).path("aggregations").isObject()
                    ? answer.get("aggregations")
                    : JsonNodeFactory.instance.objectNode();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw SearchAdmin.failure(e);
        }
    }

    private static JsonNode whole(JsonNode answer) {
        int status = answer.path("status").asInt();
        if (status != 200) {
            throw SearchAdmin.refused(
                    status,
                    new IOException(answer.at("/error/root_cause/0/reason").asText()));
        }
        if (answer.path("timed_out").asBoolean() || answer.at("/_shards/failed").asInt() > 0) {
            throw new PipelineException.Transient("opensearch-busy", "OpenSearch has not searched all shards", null);
        }
        return answer;
    }
}

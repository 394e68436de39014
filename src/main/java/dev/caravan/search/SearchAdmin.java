package dev.caravan.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.platform.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.Request;
import org.opensearch.client.RequestOptions;
import org.opensearch.client.Response;
import org.opensearch.client.ResponseException;
import org.opensearch.client.RestClient;
import org.opensearch.client.opensearch._types.OpenSearchException;

/**
 * What is done to indices beside bulk: template, index and alias, refresh, removal. Everything may be repeated.
 * Failures come as {@link PipelineException}. Safe for many threads.
 */
public final class SearchAdmin {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RestClient client;

    public SearchAdmin(RestClient client) {
        this.client = client;
    }

    /**
     * Puts an index template as this version knows it.
     *
     * @param resource a file of the class path's {@code search} folder
     */
    public void template(String name, String resource) {
        call("PUT", "/_index_template/" + name, resource(resource).toString());
    }

    /**
     * Gives an index the fields of a template that it lacks: a later version may have more than the one that made it.
     *
     * @param resource as in {@link #template}
     */
    public void fields(String index, String resource) {
        JsonNode properties = resource(resource).at("/template/mappings/properties");
        call(
                "PUT",
                "/" + index + "/_mapping",
                JSON.createObjectNode().set("properties", properties).toString());
    }

    private static JsonNode resource(String name) {
        try (InputStream in = Objects.requireNonNull(SearchAdmin.class.getResourceAsStream("/search/" + name))) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes sure that an index is there and that an alias leads to it; leaves an index that is there as it is.
     *
     * @throws PipelineException.Permanent {@code opensearch-alias} when the alias' name is that of an index
     */
    public void ensure(String index, String alias) {
        if (!exists("/" + index)) {
            try {
                call("PUT", "/" + index, "{}");
            } catch (PipelineException.Permanent e) {
                if (!String.valueOf(e.getMessage()).contains("resource_already_exists")) {
                    throw e;
                }
            }
        }
        if (exists("/" + index + "/_alias/" + alias)) {
            return;
        }
        if (exists("/" + alias) && !exists("/_alias/" + alias)) {
            throw new PipelineException.Permanent(
                    "opensearch-alias",
                    "There is an index named " + alias
                            + ", which must be an alias: reindex or delete it, or set another"
                            + " opensearch.index-prefix");
        }
        call("PUT", "/" + index + "/_alias/" + alias, null);
    }

    /** Makes what was written so far visible to searches. */
    public void refresh(String index) {
        call("POST", "/" + index + "/_refresh", null);
    }

    /**
     * @param query an OpenSearch query
     * @return how many documents were removed
     */
    public long delete(String index, Map<String, ?> query) {
        JsonNode answer = call("POST", "/" + index + "/_delete_by_query?conflicts=proceed&refresh=true", json(query));
        if (!answer.path("failures").isEmpty()) {
            throw new PipelineException.Transient(
                    "opensearch-delete", "Removal in " + index + " failed: " + answer.path("failures"), null);
        }
        return answer.path("deleted").asLong();
    }

    /** @param query an OpenSearch query */
    public long count(String index, Map<String, ?> query) {
        return call("POST", "/" + index + "/_count", json(query)).path("count").asLong();
    }

    /** Whether the cluster answers us; what it says to the request does not matter. */
    public void check(Duration timeout) {
        Request request = new Request("GET", "/");
        request.setOptions(within(timeout));
        try {
            client.performRequest(request);
        } catch (IOException e) {
            PipelineException failure = failure(e);
            if (!failure.code().equals("opensearch-refused")) {
                throw failure;
            }
        }
    }

    /** For a request that may not take longer. */
    static RequestOptions within(Duration timeout) {
        Timeout patience = Timeout.of(timeout);
        RequestOptions.Builder options = RequestOptions.DEFAULT.toBuilder();
        options.setRequestConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(patience)
                .setResponseTimeout(patience)
                .build());
        return options.build();
    }

    boolean exists(String path) {
        try {
            return client.performRequest(new Request("HEAD", path))
                            .getStatusLine()
                            .getStatusCode()
                    == 200;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    JsonNode call(String method, String path, @Nullable String body) {
        String[] parts = path.split("\\?", 2);
        Request request = new Request(method, parts[0]);
        if (parts.length > 1) {
            for (String parameter : parts[1].split("&")) {
                request.addParameter(parameter.split("=")[0], parameter.split("=")[1]);
            }
        }
        if (body != null) {
            request.setJsonEntity(body);
        }
        try {
            Response response = client.performRequest(request);
            return JSON.readTree(response.getEntity().getContent());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a failed request means to the work item that asked, whatever the failure is wrapped in. */
    public static PipelineException failure(Throwable e) {
        if (e instanceof OpenSearchException answer) {
            return refused(answer.status(), answer);
        }
        if (e instanceof ResponseException answer) {
            return refused(answer.getResponse().getStatusLine().getStatusCode(), answer);
        }
        return e.getCause() == null ? unreachable(e) : failure(e.getCause());
    }

    private static PipelineException unreachable(Throwable e) {
        return new PipelineException.Transient("opensearch-unreachable", e.getMessage() + "; check opensearch.url", e);
    }

    static PipelineException refused(int status, Exception e) {
        if (status == 401 || status == 403) {
            return new PipelineException.Permanent(
                    "opensearch-denied",
                    "OpenSearch refuses us (" + status + "); check opensearch.user and .password",
                    e);
        }
        if (status == 429 || status >= 500) {
            return new PipelineException.Transient("opensearch-busy", "OpenSearch answers " + status, e);
        }
        return new PipelineException.Permanent("opensearch-refused", String.valueOf(e.getMessage()), e);
    }
}

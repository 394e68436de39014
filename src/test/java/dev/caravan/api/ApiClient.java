package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A client that holds every answer it gets to the contract, and remembers which it has seen. */
final class ApiClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Contract contract = new Contract();
    private final SortedSet<String> seen = new TreeSet<>();
    private final String base;

    /** @param base for example {@code http://127.0.0.1:8080} */
    ApiClient(String base) {
        this.base = base;
    }

    /** The answers that came, as {@link Contract#answers}. */
    SortedSet<String> seen() {
        return seen;
    }

    /** Without a token. */
    HttpResponse<String> read(Operation operation, String id, String query) {
        return send(operation, id, query, null, null, null);
    }

    /** With a token and a JSON body. */
    HttpResponse<String> post(Operation operation, String id, String body, @Nullable String token) {
        return send(operation, id, "", body, "application/json", token);
    }

    /** @param header a name and its value */
    HttpResponse<String> readWith(Operation operation, String id, String query, String... header) {
        return send(operation, request(operation, id, query, null).headers(header));
    }

    HttpResponse<String> send(
            Operation operation,
            String id,
            String query,
            @Nullable String body,
            @Nullable String contentType,
            @Nullable String token) {
        HttpRequest.Builder request = request(operation, id, query, body);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(operation, request);
    }

    private HttpRequest.Builder request(Operation operation, String id, String query, @Nullable String body) {
        String path = operation.url().replaceAll("[{]\\w+}", id) + (query.isEmpty() ? "" : "?" + query);
        return HttpRequest.newBuilder(URI.create(base + path))
                .method(operation.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(Operation operation, HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            check(operation, response.statusCode(), type, response.body());
            response(operation, response.statusCode()).path("headers").fields().forEachRemaining(header -> assertThat(
                            response.headers().firstValue(header.getKey()))
                    .as("%s %s: %s", operation.id(), response.statusCode(), header.getKey())
                    .isPresent());
            return response;
        } catch (IOException e) {
            throw new AssertionError(operation.id() + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private JsonNode response(Operation operation, int status) {
        return contract.response(operation, status);
    }

    /** Fails when the contract has no such answer. */
    void check(Operation operation, int status, String type, String body) {
        String answer = operation.id() + " " + status;
        JsonNode content = response(operation, status).path("content");
        assertThat(contract.answers()).contains(answer);
        assertThat(content.isMissingNode() ? type.isEmpty() && body.isEmpty() : content.has(type))
                .as("%s as %s: %s", answer, type, body)
                .isTrue();
        if (type.endsWith("json")) {
            assertThat(contract.violations(content.path(type).path("schema"), body))
                    .as("%s: %s", answer, body)
                    .isEmpty();
        }
        seen.add(answer);
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }
}

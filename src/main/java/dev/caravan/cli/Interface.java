package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Components;
import dev.caravan.api.Access;
import dev.caravan.api.Api;
import dev.caravan.api.ApiAnswer;
import dev.caravan.api.ApiRequest;
import dev.caravan.api.Operation;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The interface as commands use it: that of a running daemon with {@code --url}, else one straight on the ledger. */
final class Interface implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final @Nullable Components components;
    private final @Nullable Api local;
    private final @Nullable URI remote;
    private final Secret token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private Interface(@Nullable Components components, @Nullable URI remote, Secret token) {
        this.components = components;
        this.local = components == null ? null : components.api(components.database());
        this.remote = remote;
        this.token = token;
    }

    /** {@code --config} and {@code --url}. */
    static final class Options {

        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(
                names = "--url",
                paramLabel = "URL",
                description = "Ask a running daemon, for example http://127.0.0.1:8080; its token is taken from"
                        + " CARAVAN_API_TOKEN. Without it: straight on the ledger.")
        private @Nullable String url;

        Interface open() {
            if (url == null) {
                Components components = config.components();
                return new Interface(components, null, new Secret(""));
            }
            return new Interface(null, base(url), config.settings().http().token());
        }

        private static URI base(String url) {
            if (!url.matches("https?://[^/?#@]+/?")) {
                throw new IllegalArgumentException("--url " + url + ": expected something like http://127.0.0.1:8080");
            }
            return URI.create(url.replaceFirst("/$", ""));
        }
    }

    JsonNode get(Operation operation, Map<String, String> query) {
        return call(operation, "", query);
    }

    JsonNode call(Operation operation, long id) {
        return call(operation, Long.toString(id), Map.of());
    }

    private JsonNode call(Operation operation, String id, Map<String, String> query) {
        String text = query.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        ApiRequest request = ApiRequest.inside(operation, id, text);
        if (local != null) {
            ApiAnswer answer = local.answer(request, Access.GRANTED);
            return answer(answer.status(), answer.body());
        }
        HttpResponse<String> response = send(request);
        return answer(response.statusCode(), response.body());
    }

    private HttpResponse<String> send(ApiRequest request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(remote + request.path() + query))
                .timeout(PATIENCE)
                .method(request.operation().method(), BodyPublishers.noBody());
        if (!token.reveal().isEmpty()) {
            http.header("Authorization", "Bearer " + token.reveal());
        }
        try {
            return client.send(http.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            // a refused connection has no text of its own
            String reason = e.getMessage() == null ? "; is a daemon up there?" : ": " + e.getMessage();
            throw new PipelineException.Transient("api-unreachable", "No answer from " + remote + reason, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException.Transient("interrupted", "Interrupted while asking " + remote, e);
        }
    }

    private static JsonNode answer(int status, String body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            json = JSON.missingNode();
        }
        if (status < 300 && json.isObject()) {
            return json;
        }
        String code = json.path("code").asText();
        String detail = json.path("detail").asText();
        if (code.isEmpty()) {
            throw new PipelineException.Transient(
                    "api-failed", "HTTP status " + status + ", and no answer of Caravan's; check --url", null);
        }
        if (status < 500) {
            throw new InvalidRequest(code, detail);
        }
        throw new PipelineException.Transient("api-failed", code + ": " + detail, null);
    }

    /** For people who program. */
    static String pretty(JsonNode json) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (components != null) {
            components.close();
        }
    }
}

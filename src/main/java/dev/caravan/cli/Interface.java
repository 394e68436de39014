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
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The interface as commands use it: that of a running daemon with {@code --url}, else one straight on the ledger. */
final class Interface implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<ApiRequest, ApiAnswer> api;
    private final Runnable close;

    private Interface(Function<ApiRequest, ApiAnswer> api, Runnable close) {
        this.api = api;
        this.close = close;
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
            if (url != null) {
                RemoteApi remote =
                        new RemoteApi(base(url), config.settings().http().token());
                return new Interface(remote::answer, () -> {});
            }
            Components components = config.components();
            Api local = components.api(components.database());
            return new Interface(request -> local.answer(request, Access.GRANTED), components::close);
        }

        /**
         * The configuration, for what cannot be asked of a daemon.
         *
         * @throws IllegalArgumentException with {@code --url}
         */
        ConfigOption local() {
            if (url != null) {
                throw new IllegalArgumentException("This is done here, not at --url " + url);
            }
            return config;
        }

        private static URI base(String url) {
            if (!url.matches("https?://[^/?#@]+/?")) {
                throw new IllegalArgumentException("--url " + url + ": expected something like http://127.0.0.1:8080");
            }
            return URI.create(url.replaceFirst("/$", ""));
        }
    }

    JsonNode call(Operation operation, long id) {
        return call(operation, Long.toString(id));
    }

    /** @param name of something, whatever letters it has */
    JsonNode call(Operation operation, String name) {
        return json(api.apply(ApiRequest.inside(operation, encoded(name).replace("+", "%20"), "")));
    }

    JsonNode get(Operation operation, Map<String, String> query) {
        return json(api.apply(request(operation, query)));
    }

    /** An answer that is no JSON. */
    String text(Operation operation, Map<String, String> query, String mediaType) {
        ApiAnswer answer = api.apply(request(operation, query).accepting(mediaType));
        if (answer.status() < 300) {
            return answer.body();
        }
        throw problem(answer.status(), parsed(answer));
    }

    private static ApiRequest request(Operation operation, Map<String, String> query) {
        String text = query.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
        return ApiRequest.inside(operation, "", text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(ApiAnswer answer) {
        JsonNode json = parsed(answer);
        if (answer.status() < 300 && json.isObject()) {
            return json;
        }
        throw problem(answer.status(), json);
    }

    private static JsonNode parsed(ApiAnswer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private static RuntimeException problem(int status, JsonNode json) {
        String code = json.path("code").asText();
        String detail = json.path("detail").asText();
        if (code.isEmpty()) {
            return new PipelineException.Transient(
                    "api-failed", "HTTP status " + status + ", and no answer of Caravan's; check --url", null);
        }
        if (status < 500) {
            return new InvalidRequest(code, detail);
        }
        return new PipelineException.Transient("api-failed", code + ": " + detail, null);
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
        close.run();
    }
}

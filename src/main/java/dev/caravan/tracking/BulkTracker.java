package dev.caravan.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import dev.caravan.platform.Secret;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Matomo's bulk tracking over HTTP. Follows no redirect, checks certificates, and sends the token in the body alone. */
final class BulkTracker {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of an answer; the rest is not kept. */
    private static final int MAX_ANSWER = 1 << 20;

    private static final int MAX_REASON = 200;

    private final URI endpoint;
    private final Secret token;
    private final Duration timeout;
    private final Clock clock;
    private final HttpClient client;

    /**
     * @param token empty: none is sent
     * @param timeout of a request, until its answer is there as a whole
     */
    BulkTracker(URI endpoint, Secret token, Duration timeout, Clock clock) {
        this.endpoint = endpoint;
        this.token = token;
        this.timeout = timeout;
        this.clock = clock;
        Duration patience = Duration.ofSeconds(Math.min(10, Math.max(1, timeout.toSeconds())));
        // HTTP/2 has ways to send a request again by itself
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    /** @throws PipelineException.Transient {@code interrupted} */
    BulkAnswer send(List<TrackingRequest> requests) {
        HttpRequest http = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .header("User-Agent", "caravan")
                .POST(BodyPublishers.ofString(body(requests)))
                .build();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> call = client.sendAsync(
                http, BodyHandlers.ofByteArrayConsumer(bytes -> bytes.filter(part -> content.size() < MAX_ANSWER)
                        .ifPresent(content::writeBytes)));
        try {
            // a time-out of the request itself ends with the headers of its answer
            HttpResponse<Void> answer = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return answer(answer, content.toString(StandardCharsets.UTF_8), requests.size());
        } catch (TimeoutException e) {
            call.cancel(true);
            return new BulkAnswer.Unknown("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            return unanswered(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException.Transient("interrupted", "Interrupted while waiting for " + endpoint, e);
        }
    }

    private String body(List<TrackingRequest> requests) {
        ObjectNode body = JSON.createObjectNode();
        requests.forEach(request -> body.withArray("requests").add(request.query()));
        if (!token.reveal().isEmpty()) {
            body.put("token_auth", token.reveal());
        }
        return body.toString();
    }

    private static BulkAnswer unanswered(@Nullable Throwable cause) {
        String reason = cause == null
                ? "failed"
                : shortened(cause.getClass().getSimpleName() + " " + String.valueOf(cause.getMessage()));
        if (cause instanceof SSLHandshakeException) {
            return new BulkAnswer.Denied("its certificate is not trusted, or there is no TLS: " + reason);
        }
        boolean neverThere = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        return neverThere
                ? new BulkAnswer.Busy("no connection: " + reason, null)
                : new BulkAnswer.Unknown("the connection broke: " + reason);
    }

    private BulkAnswer answer(HttpResponse<?> http, String content, int sent) {
        JsonNode json = json(content);
        int status = http.statusCode();
        String reason = "status " + status
                + (json.path("message").isTextual()
                        ? ", " + shortened(json.path("message").asText())
                        : "");
        boolean error = json.path("status").asText().equals("error");
        return switch (status) {
            case 200 -> error ? new BulkAnswer.Failed(reason) : taken(json, sent);
            case 204 -> new BulkAnswer.Taken(sent, 0, List.of());
            case 400, 413, 414, 422 -> new BulkAnswer.Refused(reason);
            case 408, 429, 503 -> new BulkAnswer.Busy(reason, retryAfter(http));
            case 500 -> new BulkAnswer.Failed(reason);
            default ->
                status >= 300 && status < 500
                        ? new BulkAnswer.Denied(reason + (status < 400 ? ", a redirect, which is not followed" : ""))
                        : new BulkAnswer.Unknown(reason);
        };
    }

    private static BulkAnswer taken(JsonNode json, int sent) {
        int tracked = json.path("tracked").asInt(-1);
        int invalid = json.path("invalid").asInt(0);
        if (!json.path("status").asText().equals("success") || tracked < 0 || invalid < 0 || tracked + invalid > sent) {
            return new BulkAnswer.Unknown("an answer that is not bulk tracking's");
        }
        List<Integer> indices = new ArrayList<>();
        for (JsonNode index : json.path("invalid_indices")) {
            if (index.isInt() && index.asInt() >= 0 && index.asInt() < sent && !indices.contains(index.asInt())) {
                indices.add(index.asInt());
            }
        }
        return new BulkAnswer.Taken(tracked, invalid, indices.size() == invalid ? indices : List.of());
    }

    private static JsonNode json(String content) {
        try {
            JsonNode json = JSON.readTree(content);
            return json == null ? JSON.missingNode() : json;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** Seconds, or a date. */
    private @Nullable Duration retryAfter(HttpResponse<?> http) {
        String text = http.headers().firstValue("Retry-After").orElse("").strip();
        if (text.matches("\\d{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration until = Duration.between(clock.instant(), date);
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String shortened(String text) {
        String plain = Redacted.text(text).replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "");
        return plain.length() > MAX_REASON ? plain.substring(0, MAX_REASON) + "…" : plain;
    }
}

package dev.caravan.cli;

import dev.caravan.api.ApiAnswer;
import dev.caravan.api.ApiRequest;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The interface of a running daemon, over HTTP. */
final class RemoteApi {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI daemon;
    private final Secret token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** @param token of the operator; empty: none is sent */
    RemoteApi(URI daemon, Secret token) {
        this.daemon = daemon;
        this.token = token;
    }

    /**
     * Without the request's body and headers; waits 60 seconds at the most.
     *
     * @throws PipelineException.Transient {@code api-unreachable}, {@code interrupted}
     */
    ApiAnswer answer(ApiRequest request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(daemon + request.path() + query))
                .timeout(PATIENCE)
                .method(request.operation().method(), BodyPublishers.noBody());
        if (!token.reveal().isEmpty()) {
            http.header("Authorization", "Bearer " + token.reveal());
        }
        if (request.accept() != null) {
            http.header("Accept", request.accept());
        }
        try {
            HttpResponse<String> response = client.send(http.build(), BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new ApiAnswer(response.statusCode(), type, Map.of(), response.body());
        } catch (IOException e) {
            // a refused connection has no text of its own
            String reason = e.getMessage() == null ? "; is a daemon up there?" : ": " + e.getMessage();
            throw new PipelineException.Transient("api-unreachable", "No answer from " + daemon + reason, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException.Transient("interrupted", "Interrupted while asking " + daemon, e);
        }
    }
}

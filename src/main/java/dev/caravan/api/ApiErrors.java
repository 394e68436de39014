package dev.caravan.api;

import dev.caravan.platform.Redacted;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the HTTP server itself has to refuse, in the same form as the rest. */
final class ApiErrors {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    private static final String CONTRACT = Operation.BASE + Operation.GET_CONTRACT.path();

    private ApiErrors() {}

    /** @param timeout for a request to arrive and be answered; then its connection is closed */
    static void handle(Router router, Duration timeout) {
        router.route()
                .order(-1)
                .handler(TimeoutHandler.create(timeout.toMillis(), 408))
                .failureHandler(ApiErrors::failed);
        router.route().last().handler(ApiErrors::unknown);
    }

    /** Mostly a client that broke off or spoke no HTTP, so no line in the log that it could fill a disk with. */
    private static void failed(RoutingContext context) {
        Problem problem = refusal(context.statusCode());
        if (problem.status() == 500) {
            LOG.debug(
                    "The HTTP server failed",
                    Redacted.of(Objects.requireNonNullElseGet(
                            context.failure(), () -> new IllegalStateException("status " + context.statusCode()))));
        }
        send(context, problem);
    }

    private static Problem refusal(int status) {
        return switch (status) {
            case 400 -> new Problem(400, "request-invalid", "This is no HTTP request that can be understood");
            case 403 ->
                new Problem(403, "origin-unknown", "Pages of this origin may not ask; see reports.cors.origins");
            case 408 ->
                new Problem(
                        408,
                        "request-timeout",
                        "The request did not come to its end in time; what it asked for may still be done");
            case 413 -> new Problem(413, "body-too-large", "The body is larger than http.max-body-bytes allows");
            default -> new Problem(500, "unexpected", "That should not have happened; CARAVAN_LOG=debug says more");
        };
    }

    private static void unknown(RoutingContext context) {
        String methods = Arrays.stream(Operation.values())
                .filter(operation -> operation.matches(context.request().path()))
                .map(Operation::method)
                .collect(Collectors.joining(", "));
        if (methods.isEmpty()) {
            send(context, new Problem(404, "path-unknown", "There is nothing at this path; " + CONTRACT + " has all"));
        } else {
            context.response().putHeader("Allow", methods);
            send(context, new Problem(405, "method-unknown", "This path has " + methods + " only; see " + CONTRACT));
        }
    }

    private static void send(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        ApiAnswer answer = ApiAnswer.problem(problem);
        // the rest of a request that is refused is not read
        boolean unread = (answer.status() == 408 || answer.status() == 413)
                && context.request().version() != HttpVersion.HTTP_2;
        if (unread) {
            response.putHeader("Connection", "close");
        }
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .end(Buffer.buffer(answer.body()))
                .onComplete(sent -> {
                    if (unread) {
                        context.request().connection().close();
                    }
                });
    }
}

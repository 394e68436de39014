package dev.caravan.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.time.Duration;

/** What the HTTP server itself has to refuse, in the same form as the rest. */
public final class ApiErrors {

    private ApiErrors() {}

    /** @param timeout for a request to arrive and be answered; then its connection is closed */
    public static void handle(Router router, Duration timeout) {
        router.route().order(-1).handler(TimeoutHandler.create(timeout.toMillis(), 408));
        on(router, 400, "request-invalid", "This is no HTTP request that can be understood");
        on(router, 404, "path-unknown", "There is nothing at this path; see " + Operation.BASE + "/openapi.yaml");
        on(router, 405, "method-unknown", "This path has no such method; see " + Operation.BASE + "/openapi.yaml");
        on(router, 408, "request-timeout", "The request was not complete in " + timeout.toSeconds() + " s");
        on(router, 413, "body-too-large", "The body is larger than http.max-body-bytes");
        on(router, 500, "unexpected", "That should not have happened; the log says more");
    }

    private static void on(Router router, int status, String code, String detail) {
        ApiAnswer answer = Api.problem(new Problem(status, code, detail));
        router.errorHandler(status, context -> send(context, answer));
    }

    private static void send(RoutingContext context, ApiAnswer answer) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        // the rest of a body that is refused is not read
        boolean unread = answer.status() == 408 || answer.status() == 413;
        if (unread) {
            context.response().putHeader("Connection", "close");
        }
        context.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .end(Buffer.buffer(answer.body()))
                .onComplete(sent -> {
                    if (unread) {
                        context.request().connection().close();
                    }
                });
    }
}

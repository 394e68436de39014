package dev.caravan.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;

/** Lets web pages of other origins read the reports, and nothing else: never with credentials. */
final class Cors {

    /** Before all else on a path, so that refusals can be read as well. */
    private static final int FIRST = -2;

    private static final int PREFLIGHT_SECONDS = 86_400;

    private Cors() {}

    /** @param origins or {@code *}; empty: nothing is said of origins, and no preflight is answered */
    static void allow(Router router, List<String> origins) {
        if (origins.isEmpty()) {
            return;
        }
        CorsHandler cors = CorsHandler.create()
                .addOrigins(origins)
                .allowedMethod(HttpMethod.GET)
                .allowedHeader("If-None-Match")
                .maxAgeSeconds(PREFLIGHT_SECONDS);
        for (Operation operation : Operation.values()) {
            if (operation.isReport()) {
                router.routeWithRegex(operation.pattern()).order(FIRST).handler(cors);
            }
        }
    }
}

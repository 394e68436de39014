package dev.caravan;

import dev.caravan.platform.Config;
import dev.caravan.platform.Secret;
import java.time.Duration;

/**
 * The two HTTP servers: that of the interface, and the operators' one for health and metrics.
 *
 * @param token of the operator; empty: over HTTP nothing can be changed
 * @param maxBody bytes of a request's body
 * @param requestTimeout for a request to arrive and be answered
 */
public record HttpSettings(
        String host,
        int port,
        int maxBody,
        Duration requestTimeout,
        Secret token,
        String managementHost,
        int managementPort) {

    /** What the installation is for. */
    public enum Profile {
        DEV,
        PROD
    }

    static HttpSettings from(Config config) {
        HttpSettings settings = new HttpSettings(
                config.text("http.host", "127.0.0.1"),
                config.number("http.port", 8080, 1, 65_535),
                config.number("http.max-body-bytes", 65_536, 1024, 16_777_216),
                config.duration("http.request-timeout", "60s"),
                config.secret("api.token"),
                config.text("management.host", "127.0.0.1"),
                config.number("management.port", 9876, 1, 65_535));
        if (config.choice("profile", Profile.class, Profile.DEV) == Profile.PROD
                && settings.token().reveal().isEmpty()) {
            config.problem("api.token is not set, and profile = prod needs it: set CARAVAN_API_TOKEN, for example to"
                    + " the output of 'openssl rand -hex 32'");
        }
        if (settings.port() == settings.managementPort()) {
            config.problem("http.port and management.port are both " + settings.port());
        }
        return settings;
    }
}

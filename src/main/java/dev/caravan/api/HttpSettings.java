package dev.caravan.api;

import dev.caravan.platform.Config;
import dev.caravan.platform.ConfigException;
import dev.caravan.platform.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The two HTTP servers: that of the interface, and the operators' one for health and metrics.
 *
 * @param token of the operator; empty: over HTTP nothing can be changed
 * @param maxBody bytes of a request's body
 * @param requestTimeout for a request to arrive and be answered
 */
public record HttpSettings(
        Profile profile,
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

    public static HttpSettings from(Config config) {
        HttpSettings settings = new HttpSettings(
                config.choice("profile", Profile.class, Profile.DEV),
                config.text("http.host", "127.0.0.1"),
                config.number("http.port", 8080, 1, 65_535),
                config.number("http.max-body-bytes", 65_536, 1024, 16_777_216),
                config.duration("http.request-timeout", "60s"),
                config.secret("api.token"),
                config.text("management.host", "127.0.0.1"),
                config.number("management.port", 9876, 1, 65_535));
        if (settings.port() == settings.managementPort()) {
            config.problem("http.port and management.port are both " + settings.port());
        }
        return settings;
    }

    /** @throws ConfigException when there must be a token and is none */
    public void requireToken() {
        if (profile == Profile.PROD && token.reveal().isEmpty()) {
            throw new ConfigException(
                    List.of("api.token is not set, and profile = prod needs it: set CARAVAN_API_TOKEN,"
                            + " for example to the output of 'openssl rand -hex 32'"));
        }
    }

    /** Camel's settings for the interface's server. */
    public Map<String, String> server() {
        return Map.of(
                "camel.server.enabled",
                "true",
                "camel.server.host",
                host,
                "camel.server.port",
                Integer.toString(port),
                "camel.server.maxBodySize",
                Integer.toString(maxBody),
                "camel.server.fileUploadEnabled",
                "false");
    }

    /** Camel's settings for the operators' server. */
    public Map<String, String> management() {
        return Map.of(
                "camel.management.enabled", "true",
                "camel.management.host", managementHost,
                "camel.management.port", Integer.toString(managementPort),
                "camel.management.healthCheckEnabled", "true",
                // each check with its message; no stack traces, since no check of ours passes an exception on
                "camel.health.exposureLevel", "full",
                "camel.management.metricsEnabled", "true",
                "camel.metrics.enabled", "true");
    }
}

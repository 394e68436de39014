package dev.caravan;

import dev.caravan.platform.Config;

/**
 * The operators' HTTP server: health and metrics.
 *
 * @param host of the business server, whose interface comes with a later version
 */
public record HttpSettings(String host, int port, String managementHost, int managementPort) {

    static HttpSettings from(Config config) {
        return new HttpSettings(
                config.text("http.host", "127.0.0.1"),
                config.number("http.port", 8080, 1, 65_535),
                config.text("management.host", "127.0.0.1"),
                config.number("management.port", 9876, 1, 65_535));
    }
}

package dev.caravan.search;

import dev.caravan.platform.Config;
import dev.caravan.platform.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * The OpenSearch cluster and how it is written to.
 *
 * @param indexPrefix of the alias that readers use: {@code <prefix>-<site>}
 * @param bulkDocuments in one request, at most
 * @param bulkBytes in one request, at most, by an upper estimate
 * @param resends how often documents are sent again that the cluster was too busy for
 * @param resendDelay before the first resend; doubles with each further one
 */
public record SearchSettings(
        URI url,
        String user,
        Secret password,
        String indexPrefix,
        int bulkDocuments,
        int bulkBytes,
        int resends,
        Duration resendDelay,
        Duration timeout) {

    public static SearchSettings from(Config config) {
        return new SearchSettings(
                config.parsed("opensearch.url", "http://localhost:9200", "a URL http(s)://host:port", text -> {
                    URI uri = URI.create(text);
                    if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                        throw new IllegalArgumentException(text);
                    }
                    return uri;
                }),
                config.text("opensearch.user", ""),
                config.secret("opensearch.password"),
                config.parsed(
                        "opensearch.index-prefix",
                        "usage-stats",
                        "lower-case letters, digits, - and _, and not caravan-usage…",
                        text -> {
                            if (!text.matches("[a-z0-9][a-z0-9_-]{0,100}") || text.startsWith("caravan-usage")) {
                                throw new IllegalArgumentException(text);
                            }
                            return text;
                        }),
                config.number("opensearch.bulk-documents", 1000, 1, 10_000),
                config.number("opensearch.bulk-bytes", 5_000_000, 100_000, 90_000_000),
                config.number("opensearch.bulk-resends", 6, 0, 20),
                config.duration("opensearch.bulk-resend-delay", "500ms", "1ms", "1m"),
                config.duration("opensearch.timeout", "60s", "100ms", "1h"));
    }
}

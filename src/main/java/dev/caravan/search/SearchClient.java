package dev.caravan.search;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.RestClient;
import org.opensearch.client.RestClientBuilder;

/** The connection to OpenSearch, for Camel and for {@link SearchAdmin}. */
public final class SearchClient {

    /** Of the time-out, when connecting. The client's own default, 1 s, fails where a machine is short of time. */
    private static final Duration MOST_TO_CONNECT = Duration.ofSeconds(10);

    private SearchClient() {}

    /** Connects when it is used, and not before; to be closed by the caller. */
    public static RestClient open(SearchSettings settings) {
        HttpHost host = new HttpHost(
                settings.url().getScheme(),
                settings.url().getHost(),
                settings.url().getPort());
        RestClientBuilder builder =
                RestClient.builder(host).setRequestConfigCallback(request -> patient(request, settings.timeout()));
        if (!settings.user().isEmpty()) {
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            credentials.setCredentials(
                    new AuthScope(host),
                    new UsernamePasswordCredentials(
                            settings.user(), settings.password().reveal().toCharArray()));
            builder.setHttpClientConfigCallback(http -> http.setDefaultCredentialsProvider(credentials));
        }
        return builder.build();
    }

    /** What is not deprecated is a setting of the connection manager, which the builder makes by itself. */
    @SuppressWarnings("deprecation")
    private static RequestConfig.Builder patient(RequestConfig.Builder request, Duration timeout) {
        Duration connect = Collections.min(List.of(timeout, MOST_TO_CONNECT));
        return request.setConnectTimeout(Timeout.of(connect)).setResponseTimeout(Timeout.of(timeout));
    }
}

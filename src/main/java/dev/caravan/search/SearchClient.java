package dev.caravan.search;

import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.RestClient;
import org.opensearch.client.RestClientBuilder;

/** The connection to OpenSearch, for Camel and for {@link SearchAdmin}. */
public final class SearchClient {

    private SearchClient() {}

    /** Connects when it is used, and not before; to be closed by the caller. */
    public static RestClient open(SearchSettings settings) {
        HttpHost host = new HttpHost(
                settings.url().getScheme(),
                settings.url().getHost(),
                settings.url().getPort());
        RestClientBuilder builder = RestClient.builder(host)
                .setRequestConfigCallback(request -> request.setResponseTimeout(Timeout.of(settings.timeout())));
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
}

package dev.caravan.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a reader of the index finds there, asked of OpenSearch itself. */
final class DemoStatistics {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Repositories only: portals count the same items once more. */
    private static final String TOP_ITEMS = """
            {"size": 0,
             "query": {"term": {"level": "R"}},
             "aggs": {"items": {
               "terms": {"field": "identifier.keyword", "size": %d, "shard_size": 10000,
                         "order": [{"downloads": "desc"}, {"views": "desc"}, {"_key": "asc"}]},
               "aggs": {"views": {"sum": {"field": "views"}},
                        "downloads": {"sum": {"field": "downloads"}},
                        "outlinks": {"sum": {"field": "outlinks"}},
                        "conversions": {"sum": {"field": "conversions"}}}}}}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String indices;

    /** @param url of OpenSearch @param prefix of the aliases that readers use */
    DemoStatistics(String url, String prefix) {
        this.indices = url + "/" + prefix + "-*";
    }

    /** An item's sums over all sites of type R and all months. */
    record TopItem(String identifier, long views, long downloads, long outlinks, long conversions) {}

    /** Makes all that was written visible. */
    void refresh() throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(indices + "/_refresh")).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** How many documents there are, of all sites. */
    long documents() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(indices + "/_count")))
                .path("count")
                .asLong();
    }

    /** Those with the most downloads first. */
    List<TopItem> top(int size) throws IOException, InterruptedException {
        JsonNode answer = send(HttpRequest.newBuilder(URI.create(indices + "/_search"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(TOP_ITEMS.formatted(size))));
        List<TopItem> items = new ArrayList<>();
        for (JsonNode bucket : answer.path("aggregations").path("items").path("buckets")) {
            items.add(new TopItem(
                    bucket.path("key").asText(),
                    bucket.path("views").path("value").asLong(),
                    bucket.path("downloads").path("value").asLong(),
                    bucket.path("outlinks").path("value").asLong(),
                    bucket.path("conversions").path("value").asLong()));
        }
        return items;
    }

    /** A URL that shows an item's documents, also in a browser. */
    String searchUrl(String identifier) {
        String query = "identifier.keyword:\"" + identifier + "\"";
        return indices + "/_search?pretty&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.uri() + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}

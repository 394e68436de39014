package dev.caravan.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.platform.PipelineException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.opensearch.client.RestClient;

/**
 * Puts an alias on our index into the place of an index of the same name, in one step: readers get the old documents or
 * ours, or for some milliseconds, while the old index goes, status 503. The old documents are kept in a copy. Failures
 * come as {@link PipelineException}.
 */
public final class CutOver {

    /** Which no {@code <prefix>-*} of a reader matches. */
    private static final String KEPT = "before-caravan-";

    private static final int MAX_MONTHS = 5000;

    private final SearchAdmin search;

    public CutOver(RestClient client) {
        this.search = new SearchAdmin(client);
    }

    /** What bears a name. */
    public enum Bearer {
        NOTHING,
        INDEX,
        ALIAS
    }

    /** The documents of a month, days included, and what they add up to. */
    public record Month(long documents, long views, long downloads) {

        /** Of a month that is not there. */
        public static final Month NONE = new Month(0, 0, 0);
    }

    public Bearer bearer(String name) {
        if (search.exists("/_alias/" + name)) {
            return Bearer.ALIAS;
        }
        return search.exists("/" + name) ? Bearer.INDEX : Bearer.NOTHING;
    }

    /** By {@code 2026-09}; empty when there is no such index. */
    public SortedMap<String, Month> months(String index) {
        SortedMap<String, Month> months = new TreeMap<>();
        if (bearer(index) == Bearer.NOTHING) {
            return months;
        }
        search.refresh(index);
        JsonNode answer = search.call(
                "POST",
                "/" + index + "/_search",
                SearchAdmin.json(Map.of(
                        "size",
                        0,
                        "aggs",
                        Map.of(
                                "months",
                                Map.of(
                                        "composite",
                                        Map.of("size", MAX_MONTHS, "sources", List.of(terms("year"), terms("month"))),
                                        "aggs",
                                        Map.of("views", sum("views"), "downloads", sum("downloads")))))));
        for (JsonNode bucket : answer.at("/aggregations/months/buckets")) {
            months.put(
                    "%04d-%02d"
                            .formatted(
                                    bucket.at("/key/year").asInt(),
                                    bucket.at("/key/month").asInt()),
                    new Month(
                            bucket.path("doc_count").asLong(),
                            bucket.at("/views/value").asLong(),
                            bucket.at("/downloads/value").asLong()));
        }
        return months;
    }

    private static Map<String, Object> terms(String field) {
        return Map.of(field, Map.of("terms", Map.of("field", field)));
    }

    private static Map<String, Object> sum(String field) {
        return Map.of("sum", Map.of("field", field));
    }

    /** Where the documents of an index are kept. */
    public static String kept(String name) {
        return KEPT + name;
    }

    /**
     * Copies the old index to {@link #kept} and removes it in the same step in which its name becomes an alias of ours.
     * From the copy on nothing can be written to it.
     *
     * @param name an index
     */
    public void replace(String name, String ours) {
        if (bearer(kept(name)) == Bearer.NOTHING) {
            search.call("PUT", "/" + name + "/_settings", SearchAdmin.json(Map.of("index.blocks.write", true)));
            search.call("POST", "/" + name + "/_clone/" + kept(name), null);
        }
        long copied = search.count(kept(name), Map.of());
        long documents = search.count(name, Map.of());
        if (copied != documents) {
            throw new PipelineException.Permanent(
                    "opensearch-copy",
                    kept(name) + " has " + copied + " documents and " + name + " has " + documents
                            + ": remove the former when it is not needed, and try again");
        }
        search.call(
                "POST",
                "/_aliases",
                SearchAdmin.json(Map.of(
                        "actions",
                        List.of(
                                Map.of("remove_index", Map.of("index", name)),
                                Map.of("add", Map.of("index", ours, "alias", name))))));
    }
}

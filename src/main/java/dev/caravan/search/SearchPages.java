package dev.caravan.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.platform.PipelineException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An index's documents in order, fetched by pages while they are read: memory is that of a page. What changes in the
 * index meanwhile may be seen or not. For one thread; failures come as {@link PipelineException}.
 */
public final class SearchPages implements Iterator<JsonNode> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 200;

    private final SearchAdmin search;
    private final String index;
    private final ObjectNode request = JSON.createObjectNode();
    private final Deque<JsonNode> page = new ArrayDeque<>();
    private boolean ended;

    /**
     * @param index one that is not there counts as empty
     * @param filters of an OpenSearch query
     * @param order fields, ascending; together they are unique
     */
    public SearchPages(SearchAdmin search, String index, List<Map<String, ?>> filters, List<String> order) {
        this.search = search;
        this.index = index;
        request.put("size", PAGE);
        request.set("query", JSON.valueToTree(Map.of("bool", Map.of("filter", filters))));
        request.set("sort", JSON.valueToTree(order));
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !ended) {
            JsonNode hits = search.call(
                            "POST",
                            "/" + index + "/_search?ignore_unavailable=true&allow_partial_search_results=false",
                            request.toString())
                    .at("/hits/hits");
            hits.forEach(hit -> page.add(hit.path("_source")));
            ended = hits.size() < PAGE;
            if (!hits.isEmpty()) {
                request.set(
                        "search_after", (ArrayNode) hits.get(hits.size() - 1).path("sort"));
            }
        }
        return !page.isEmpty();
    }

    @Override
    public JsonNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.remove();
    }

    /** The document that {@link #next} will give, which stays there; null after the last. */
    public @Nullable JsonNode peek() {
        return hasNext() ? page.peek() : null;
    }
}

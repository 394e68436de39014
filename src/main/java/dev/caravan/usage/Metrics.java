package dev.caravan.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.engine.SqlSession;
import java.util.List;

/**
 * An item's figures. The first four are the ones that existing readers know: visits in which the item was viewed,
 * followed out of, downloaded, or viewed and then one of these. The others are those of the COUNTER Code of Practice
 * 5.1 §3.3, after its double-click rule: events, and sessions in which there was at least one.
 */
public record Metrics(
        long views,
        long outlinks,
        long downloads,
        long conversions,
        @JsonProperty("total_item_investigations") long totalItemInvestigations,
        @JsonProperty("unique_item_investigations") long uniqueItemInvestigations,
        @JsonProperty("total_item_requests") long totalItemRequests,
        @JsonProperty("unique_item_requests") long uniqueItemRequests) {

    public static final Metrics NONE = new Metrics(0, 0, 0, 0, 0, 0, 0, 0);

    /** @param from the first of their columns, which are in the order of the figures */
    public static Metrics of(SqlSession.Rows row, int from) {
        return new Metrics(
                row.number(from),
                row.number(from + 1),
                row.number(from + 2),
                row.number(from + 3),
                row.number(from + 4),
                row.number(from + 5),
                row.number(from + 6),
                row.number(from + 7));
    }

    /** The names of the figures in a document, in their order. */
    public static final List<String> NAMES = List.of(
            "views",
            "outlinks",
            "downloads",
            "conversions",
            "total_item_investigations",
            "unique_item_investigations",
            "total_item_requests",
            "unique_item_requests");

    /** Of a document as JSON; a figure that an older one does not have is 0. */
    public static Metrics of(JsonNode document) {
        List<Long> figures =
                NAMES.stream().map(name -> document.path(name).asLong()).toList();
        return new Metrics(
                figures.get(0),
                figures.get(1),
                figures.get(2),
                figures.get(3),
                figures.get(4),
                figures.get(5),
                figures.get(6),
                figures.get(7));
    }

    /** In the order of {@link #NAMES}. */
    public List<Long> list() {
        return List.of(
                views,
                outlinks,
                downloads,
                conversions,
                totalItemInvestigations,
                uniqueItemInvestigations,
                totalItemRequests,
                uniqueItemRequests);
    }

    public Metrics plus(Metrics other) {
        return new Metrics(
                views + other.views,
                outlinks + other.outlinks,
                downloads + other.downloads,
                conversions + other.conversions,
                totalItemInvestigations + other.totalItemInvestigations,
                uniqueItemInvestigations + other.uniqueItemInvestigations,
                totalItemRequests + other.totalItemRequests,
                uniqueItemRequests + other.uniqueItemRequests);
    }
}

package dev.caravan.usage;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An item's figures. The first four are the ones that existing readers know: visits in which the item was viewed,
 * followed out of, downloaded, or viewed and then one of these. The others are those of the COUNTER Code of Practice
 * 5.1 §3.3, after its double-click rule: events, and sessions in which there was at least one.
 */
record Metrics(
        long views,
        long outlinks,
        long downloads,
        long conversions,
        @JsonProperty("total_item_investigations") long totalItemInvestigations,
        @JsonProperty("unique_item_investigations") long uniqueItemInvestigations,
        @JsonProperty("total_item_requests") long totalItemRequests,
        @JsonProperty("unique_item_requests") long uniqueItemRequests) {

    static final Metrics NONE = new Metrics(0, 0, 0, 0, 0, 0, 0, 0);

    Metrics plus(Metrics other) {
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

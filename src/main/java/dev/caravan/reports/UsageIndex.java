package dev.caravan.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.search.SearchReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The documents of {@code usage}, behind the aliases that readers have: those of months, and apart from them those of
 * days.
 *
 * @param prefix of the months' aliases, {@code <prefix>-<site>}
 */
record UsageIndex(SearchReader search, String prefix) {

    /**
     * @param period the documents of periods that begin in it
     * @param aggregations by name
     * @return what OpenSearch answers to them
     * @throws PipelineException when it does not
     */
    JsonNode ask(Scope scope, Period period, Granularity granularity, Map<String, ?> aggregations) {
        String alias = granularity == Granularity.DAY ? "caravan-usage-day" : prefix;
        List<String> aliases =
                scope.sites().stream().map(site -> alias + "-" + site).toList();
        List<Map<String, Object>> filters = new ArrayList<>(scope.filters());
        filters.add(Dsl.within(period));
        JsonNode answer = search.aggregations(aliases, Dsl.all(filters), aggregations);
        return answer.isEmpty() ? nothing(aggregations) : answer;
    }

    /** What is answered to these aggregations when there are no documents; when there is no index it is left out. */
    private static ObjectNode nothing(Map<String, ?> aggregations) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        aggregations.forEach((name, aggregation) -> {
            Map<?, ?> kind = (Map<?, ?>) aggregation;
            ObjectNode empty = nothing.putObject(name);
            if (kind.containsKey("sum")) {
                empty.put("value", 0.0);
            } else if (kind.containsKey("nested")) {
                empty.put("doc_count", 0).setAll(nothing(Dsl.inner(kind)));
            } else if (kind.containsKey("terms")) {
                empty.put("doc_count_error_upper_bound", 0)
                        .put("sum_other_doc_count", 0)
                        .putArray("buckets");
            } else {
                empty.putArray("buckets");
            }
        });
        return nothing;
    }
}

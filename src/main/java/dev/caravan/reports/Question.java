package dev.caravan.reports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is asked of the index, and how its answer becomes rows.
 *
 * @param about what the answer says of it
 * @param columns of the rows
 * @param documents those of months or those of days
 * @param aggregations by name
 * @param rows made of the answer to the aggregations
 */
record Question(
        Map<String, Object> about,
        List<String> columns,
        Scope scope,
        Period period,
        Granularity documents,
        Map<String, Object> aggregations,
        Function<JsonNode, List<Map<String, Object>>> rows) {}

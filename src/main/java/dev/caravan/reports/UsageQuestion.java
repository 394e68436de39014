package dev.caravan.reports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.reports.UsageQuery.By;
import dev.caravan.reports.UsageQuery.Granularity;
import dev.caravan.run.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The usage of an item or a source, in the order of periods and then of levels or countries. */
final class UsageQuestion {

    private UsageQuestion() {}

    /** @param subject what the usage is of, as the answer says it */
    static Question of(Map<String, Object> subject, Scope scope, UsageQuery query) {
        Map<String, Object> about = new LinkedHashMap<>(subject);
        about.put("from", query.period().from());
        about.put("to", query.period().to().minusDays(1));
        about.put("granularity", query.granularity().toString());
        List<String> columns = new ArrayList<>(List.of("period"));
        if (query.by() != By.NOTHING) {
            about.put("by", query.by().toString());
            columns.add(query.by().toString());
        }
        query.metrics().forEach(metric -> columns.add(metric.field()));
        return new Question(
                about,
                columns,
                scope,
                query.period(),
                query.granularity() == Granularity.DAY ? Pipeline.Granularity.DAY : Pipeline.Granularity.MONTH,
                aggregations(query),
                answer -> rows(query, answer));
    }

    private static Map<String, Object> aggregations(UsageQuery query) {
        Map<String, Object> figures =
                switch (query.by()) {
                    case NOTHING -> Dsl.sums(query.metrics(), Metric::field);
                    case LEVEL -> Map.of("levels", Dsl.byLevel(Dsl.sums(query.metrics(), Metric::field)));
                    case COUNTRY ->
                        Map.of(
                                "visitors",
                                Dsl.inCountries(Map.of(
                                        "countries",
                                        Dsl.byCountry(
                                                UsageQuery.COUNTRIES, Dsl.sums(query.metrics(), Metric::byCountry)))));
                };
        if (query.granularity() == Granularity.TOTAL) {
            return figures;
        }
        return Map.of(
                "periods",
                Dsl.byDate(query.granularity().toString(), query.granularity().format(), figures));
    }

    private static List<Map<String, Object>> rows(UsageQuery query, JsonNode answer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        if (query.granularity() == Granularity.TOTAL) {
            addRows(query, query.period().unit(), answer, rows);
        } else {
            answer.at("/periods/buckets")
                    .forEach(bucket ->
                            addRows(query, bucket.path("key_as_string").asText(), bucket, rows));
        }
        return rows;
    }

    private static void addRows(UsageQuery query, String period, JsonNode bucket, List<Map<String, Object>> rows) {
        BiConsumer<String, JsonNode> add = (key, figures) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("period", period);
            if (query.by() != By.NOTHING) {
                row.put(query.by().toString(), key);
            }
            query.metrics()
                    .forEach(metric -> row.put(
                            metric.field(),
                            figures.path(metric.field()).path("value").asLong()));
            rows.add(row);
        };
        switch (query.by()) {
            case NOTHING -> add.accept("", bucket);
            case LEVEL ->
                bucket.at("/levels/buckets")
                        .forEach(level -> add.accept(level.path("key").asText(), level));
            case COUNTRY ->
                bucket.at("/visitors/countries/buckets").forEach(country -> add.accept(Dsl.country(country), country));
        }
    }
}

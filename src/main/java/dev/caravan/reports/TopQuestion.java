package dev.caravan.reports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline;
import dev.caravan.sources.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What is used most, of one level: an item that is in several would be there with the sum of what each counts anew. */
final class TopQuestion {

    private TopQuestion() {}

    /** What the rows are. */
    private enum By {
        ITEM("identifier"),
        SOURCE("source_id", "site_id", "name"),
        COUNTRY("country");

        @SuppressWarnings("ImmutableEnumChecker") // a list that cannot change
        private final List<String> columns;

        By(String... columns) {
            this.columns = List.of(columns);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param values of {@code by}, which must be there, {@code metric} (views), {@code level} (that of the source, or R)
     *     and {@code source} (all of the level)
     * @throws InvalidRequest {@code parameter-invalid}, {@code source-unknown}
     */
    static Question of(Map<String, String> values, Scopes scopes, Period period, int limit) {
        if (!values.containsKey("by")) {
            throw new InvalidRequest("parameter-invalid", "by is missing: give item, source or country");
        }
        By by = UsageQuery.choice(values, "by", By.class, By.ITEM);
        Metric metric = UsageQuery.choice(values, "metric", Metric.class, Metric.VIEWS);
        List<Source> sources =
                values.containsKey("source") ? List.of(scopes.sourceOrSite(values.get("source"))) : scopes.sources();
        Source.Type level =
                level(values, values.containsKey("source") ? sources.get(0).type() : Source.Type.R);
        TreeSet<Integer> sites = new TreeSet<>();
        sources.stream().filter(source -> source.type() == level).forEach(source -> sites.add(source.siteId()));

        Map<String, Object> about = new LinkedHashMap<>();
        about.put("by", by.toString());
        about.put("metric", metric.field());
        about.put("level", level.name());
        about.put("from", period.from());
        about.put("to", period.to().minusDays(1));
        List<String> columns = new ArrayList<>(by.columns);
        columns.add(metric.field());
        return new Question(
                about,
                columns,
                new Scope(sites, List.of(Dsl.term("level", level.name()))),
                period,
                Pipeline.Granularity.MONTH,
                aggregations(by, metric, limit),
                answer -> rows(by, metric, sources, answer));
    }

    private static Source.Type level(Map<String, String> values, Source.Type fallback) {
        return values.containsKey("level") ? UsageQuery.choice(values, "level", Source.Type.class, fallback) : fallback;
    }

    private static Map<String, Object> aggregations(By by, Metric metric, int limit) {
        return switch (by) {
            case ITEM -> Map.of("top", Dsl.most("identifier.keyword", limit, metric.field()));
            case SOURCE -> Map.of("top", Dsl.most("idsite", limit, metric.field()));
            case COUNTRY ->
                Map.of("visitors", Dsl.inCountries(Map.of("top", Dsl.most(Dsl.COUNTRY, limit, metric.byCountry()))));
        };
    }

    private static List<Map<String, Object>> rows(By by, Metric metric, List<Source> sources, JsonNode answer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (JsonNode bucket : answer.at(by == By.COUNTRY ? "/visitors/top/buckets" : "/top/buckets")) {
            long amount = bucket.path("count").path("value").asLong();
            if (amount > 0) {
                Map<String, Object> row = new LinkedHashMap<>();
                switch (by) {
                    case ITEM -> row.put("identifier", bucket.path("key").asText());
                    case COUNTRY -> row.put("country", Dsl.country(bucket));
                    case SOURCE ->
                        sources.stream()
                                .filter(source ->
                                        source.siteId() == bucket.path("key").asInt())
                                .forEach(source -> {
                                    row.put("source_id", source.sourceId());
                                    row.put("site_id", source.siteId());
                                    row.put("name", source.name());
                                });
                }
                row.put(metric.field(), amount);
                rows.add(row);
            }
        }
        return rows;
    }
}

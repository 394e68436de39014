package dev.caravan.reports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.run.Period;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** OpenSearch's query language, as far as reports speak it. */
final class Dsl {

    static final String COUNTRIES = "stats_by_country";
    static final String COUNTRY = COUNTRIES + ".country";

    /** So many candidates come from every index that the first ones of all are the right ones. */
    private static final int CANDIDATES = 1000;

    private Dsl() {}

    static Map<String, Object> term(String field, Object value) {
        return Map.of("term", Map.of(field, value));
    }

    static Map<String, Object> terms(String field, Collection<String> values) {
        return Map.of("terms", Map.of(field, values));
    }

    /** Documents are dated by the first day of their period. */
    static Map<String, Object> within(Period period) {
        return Map.of(
                "range",
                Map.of(
                        "date",
                        Map.of(
                                "gte", period.from().toString(),
                                "lt", period.to().toString())));
    }

    static Map<String, Object> all(List<Map<String, Object>> filters) {
        return Map.of("bool", Map.of("filter", filters));
    }

    static Map<String, Object> sum(String field) {
        return Map.of("sum", Map.of("field", field));
    }

    /** A sum for each metric, under its name. */
    static Map<String, Object> sums(Collection<Metric> metrics, Function<Metric, String> field) {
        Map<String, Object> sums = new LinkedHashMap<>();
        metrics.forEach(metric -> sums.put(metric.field(), sum(field.apply(metric))));
        return sums;
    }

    /** An aggregation and what is in each of its buckets. */
    private static Map<String, Object> buckets(String kind, Map<String, ?> settings, Map<String, ?> inner) {
        Map<String, Object> buckets = new LinkedHashMap<>();
        buckets.put(kind, settings);
        buckets.put("aggregations", inner);
        return buckets;
    }

    /** What is in each bucket. */
    @SuppressWarnings("unchecked")
    static Map<String, ?> inner(Map<?, ?> buckets) {
        return (Map<String, ?>) Objects.requireNonNull(buckets.get("aggregations"));
    }

    /** The dates that documents have, without those in between. */
    static Map<String, Object> byDate(String interval, String format, Map<String, ?> inner) {
        return buckets(
                "date_histogram",
                Map.of("field", "date", "calendar_interval", interval, "format", format, "min_doc_count", 1),
                inner);
    }

    static Map<String, Object> byLevel(Map<String, ?> inner) {
        return buckets("terms", Map.of("field", "level", "size", 5, "order", Map.of("_key", "desc")), inner);
    }

    /** @param inner over the fields of {@link #COUNTRIES} */
    static Map<String, Object> inCountries(Map<String, ?> inner) {
        return buckets("nested", Map.of("path", COUNTRIES), inner);
    }

    /** By name; a visitor without a country is of the unknown one. */
    static Map<String, Object> byCountry(int most, Map<String, ?> inner) {
        return buckets(
                "terms",
                Map.of("field", COUNTRY, "size", most, "missing", "xx", "order", Map.of("_key", "asc")),
                inner);
    }

    /** ISO 3166's two letters, {@code XX} if unknown. */
    static String country(JsonNode bucket) {
        return bucket.path("key").asText().toUpperCase(Locale.ROOT);
    }

    /** The values of a field with the greatest sum of another one, which is {@code count}; equal ones by name. */
    static Map<String, Object> most(String field, int limit, String summed) {
        return buckets(
                "terms",
                Map.of(
                        "field",
                        field,
                        "size",
                        limit,
                        "shard_size",
                        Math.max(limit, CANDIDATES),
                        "order",
                        List.of(Map.of("count", "desc"), Map.of("_key", "asc"))),
                Map.of("count", sum(summed)));
    }
}

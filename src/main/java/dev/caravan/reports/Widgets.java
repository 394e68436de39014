package dev.caravan.reports;

import static dev.caravan.reports.Metric.CONVERSIONS;
import static dev.caravan.reports.Metric.DOWNLOADS;
import static dev.caravan.reports.Metric.OUTLINKS;
import static dev.caravan.reports.Metric.VIEWS;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The aggregations that LA Referencia's widgets read, by the names of its service; their answers are OpenSearch's own.
 */
final class Widgets {

    private static final List<Metric> METRICS = List.of(VIEWS, DOWNLOADS, CONVERSIONS, OUTLINKS);

    private Widgets() {}

    /** Totals, by level, and by date and level: one bucket for each date that documents have. */
    static Map<String, Object> byTime() {
        Map<String, Object> widget = totals();
        widget.put("level", Dsl.byLevel(totals()));
        widget.put("time", Dsl.byDate("day", "strict_date_time", Map.of("level", Dsl.byLevel(totals()))));
        return widget;
    }

    /** Totals, and for each metric the visitor countries that have most of it. */
    static Map<String, Object> byCountry(int limit) {
        Map<String, Object> lists = new LinkedHashMap<>();
        METRICS.forEach(metric -> lists.put(metric.field(), Dsl.most(Dsl.COUNTRY, limit, metric.byCountry())));
        Map<String, Object> widget = totals();
        widget.put("country", Dsl.inCountries(lists));
        return widget;
    }

    private static Map<String, Object> totals() {
        return Dsl.sums(METRICS, Metric::field);
    }
}

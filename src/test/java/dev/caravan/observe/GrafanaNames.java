package dev.caravan.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Holds a Grafana dashboard to a scrape: what it names must be there. */
final class GrafanaNames {

    /** Prometheus itself adds them. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), *(\\w+)\\)");

    private GrafanaNames() {}

    /** @return a sentence for every metric or label that the scrape does not have */
    static List<String> missing(JsonNode dashboard, Scrape scrape) {
        List<String> missing = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String expression = target.get("expr").asText();
                String where = panel.get("title").asText() + ": ";
                PromQl parsed = PromQl.of(expression);
                if (parsed.metrics().isEmpty()) {
                    missing.add(where + "no metric in " + expression);
                }
                Set<String> known = new TreeSet<>(OF_PROMETHEUS);
                parsed.metrics().keySet().forEach(metric -> known.addAll(scrape.labels(metric)));
                parsed.metrics().forEach((metric, labels) -> check(where, metric, labels, scrape, missing));
                Set<String> used = new TreeSet<>(parsed.labels());
                LEGEND.matcher(target.path("legendFormat").asText())
                        .results()
                        .forEach(legend -> used.add(legend.group(1)));
                used.removeAll(known);
                used.forEach(label -> missing.add(where + "no label " + label + " in " + expression));
            }
        }
        for (JsonNode variable : dashboard.at("/templating/list")) {
            LABEL_VALUES
                    .matcher(variable.at("/query/query").asText())
                    .results()
                    .forEach(values -> check("variable: ", values.group(1), Set.of(values.group(2)), scrape, missing));
        }
        return missing;
    }

    private static void check(String where, String metric, Set<String> labels, Scrape scrape, List<String> missing) {
        if (!scrape.has(metric)) {
            missing.add(where + "no metric " + metric);
            return;
        }
        Set<String> unknown = new TreeSet<>(labels);
        unknown.removeAll(OF_PROMETHEUS);
        unknown.removeAll(scrape.labels(metric));
        unknown.forEach(label -> missing.add(where + "no label " + label + " of " + metric));
    }
}

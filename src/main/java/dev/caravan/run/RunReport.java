package dev.caravan.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.caravan.run.Ledger.ItemReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a run did, as a table for people and as JSON for programs. As the ledger was when this was made. */
public final class RunReport {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String FORMAT = "%-7s %6s %7s %10s %10s %10s %10s %8s  %s%n";

    private final Plan plan;
    private final List<ItemReport> items;

    public RunReport(Ledger ledger, Plan plan) {
        this.plan = plan;
        this.items = ledger.items(plan.runId());
    }

    public boolean allDone() {
        return items.stream().allMatch(item -> item.state() == State.DONE);
    }

    /** A line per item that is not done, with its code and what to do. */
    public List<String> problems() {
        return items.stream()
                .filter(item -> item.state() != State.DONE)
                .map(item -> item.pipeline() + " " + item.subject() + " " + item.unit() + " " + item.state()
                        + (item.errorMessage() == null ? "" : ": " + item.errorMessage()))
                .toList();
    }

    /** One line a site, one in all; reasons by how much they dropped. */
    public String table() {
        StringBuilder table = new StringBuilder();
        table.append(FORMAT.formatted(
                "site", "items", "done", "visits", "events", "kept", "documents", "seconds", "dropped"));
        Map<String, List<ItemReport>> sites = items.stream()
                .collect(Collectors.groupingBy(ItemReport::subject, LinkedHashMap::new, Collectors.toList()));
        sites.forEach((site, own) -> table.append(line(site, own)));
        if (sites.size() > 1) {
            table.append(line("all", items));
        }
        return table.toString();
    }

    private static String line(String name, List<ItemReport> items) {
        SortedMap<String, Long> counts = sum(items);
        double millis = items.stream()
                .mapToDouble(item -> item.millis() == null ? 0 : item.millis())
                .sum();
        String dropped = counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith(Outcome.DROPPED))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(count -> count.getKey().substring(Outcome.DROPPED.length()) + " " + count.getValue())
                .collect(Collectors.joining(", "));
        String recovered = counts.containsKey(Outcome.RECOVERED)
                ? " (recovered identifiers: " + counts.get(Outcome.RECOVERED) + ")"
                : "";
        return FORMAT.formatted(
                name,
                items.size(),
                items.stream().filter(item -> item.state() == State.DONE).count(),
                counts.getOrDefault("visits.in", 0L),
                counts.getOrDefault(Outcome.IN, 0L),
                counts.getOrDefault(Outcome.KEPT, 0L),
                counts.containsKey("documents") ? counts.get("documents") : "-",
                "%.1f".formatted(millis / 1000),
                dropped + recovered);
    }

    private static SortedMap<String, Long> sum(List<ItemReport> items) {
        SortedMap<String, Long> sum = new TreeMap<>();
        items.forEach(item -> item.counts().forEach((name, amount) -> sum.merge(name, amount, Long::sum)));
        return sum;
    }

    /** Keys: run, opened, joined, current, dead, counts (all items together), items. */
    public String json() {
        Map<String, Object> report = plan.summary();
        report.put("counts", sum(items));
        report.put("items", items);
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

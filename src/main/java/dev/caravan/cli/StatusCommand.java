package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.caravan.Components;
import dev.caravan.run.Ledger;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Shows what the ledger holds: items by state, the last period done per site, dead letters.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws JsonProcessingException {
        try (Components components = config.components()) {
            Ledger ledger = components.ledger();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                Map<String, Object> status = new LinkedHashMap<>();
                status.put("pipelines", texts(ledger.status()));
                status.put("sites", texts(ledger.statusBySubject()));
                status.put("deadLetters", texts(ledger.deadLetters()));
                out.println(new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(status));
            } else {
                print(out, ledger);
            }
            out.flush();
            return CaravanCommand.DONE;
        }
    }

    private static void print(PrintWriter out, Ledger ledger) {
        out.printf("%-10s %-10s %8s  %s%n", "pipeline", "state", "items", "last done");
        for (Map<String, Object> row : ledger.status()) {
            out.printf(
                    "%-10s %-10s %8s  %s%n",
                    row.get("pipeline"), row.get("state"), row.get("items"), text(row.get("latest_done")));
        }
        out.printf(
                "%n%-10s %-6s %6s %6s %6s  %-12s %s%n",
                "pipeline", "site", "open", "dead", "done", "last done", "name");
        for (Map<String, Object> row : ledger.statusBySubject()) {
            out.printf(
                    "%-10s %-6s %6s %6s %6s  %-12s %s%n",
                    row.get("pipeline"),
                    row.get("subject"),
                    row.get("open_items"),
                    row.get("dead_items"),
                    row.get("done_items"),
                    text(row.get("latest_done")),
                    text(row.get("name")));
        }
        List<Map<String, Object>> letters = ledger.deadLetters();
        out.printf("%n%s%n", letters.isEmpty() ? "No dead letters." : letters.size() + " dead letters:");
        for (Map<String, Object> row : letters) {
            out.printf(
                    "  %s %s %s after %s failures: %s%n",
                    row.get("pipeline"), row.get("subject"), row.get("unit"), row.get("attempts"), row.get("message"));
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    /** Times as text, so that any reader of JSON understands them. */
    private static List<Map<String, Object>> texts(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> {
                    Map<String, Object> texts = new TreeMap<>();
                    row.forEach((key, value) ->
                            texts.put(key, value instanceof Number || value == null ? value : value.toString()));
                    return texts;
                })
                .toList();
    }
}

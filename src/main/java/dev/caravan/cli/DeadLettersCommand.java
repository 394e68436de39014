package dev.caravan.cli;

import static dev.caravan.cli.StatusCommand.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.api.Operation;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "dead-letters",
        description = "Lists the items that will not be tried again by themselves, youngest first.",
        mixinStandardHelpOptions = true,
        footer = {"", "When the cause is gone: 'caravan retry ITEM'. When it never will be: 'caravan cancel ITEM'."})
final class DeadLettersCommand implements Callable<Integer> {

    @Mixin
    private Interface.Options options = new Interface.Options();

    @Option(names = "--pipeline", paramLabel = "PIPELINE", description = "Only those of this pipeline.")
    private String pipeline = "";

    @Option(names = "--site", paramLabel = "SITE", description = "Only those of this site.")
    private String site = "";

    @Option(names = "--code", paramLabel = "CODE", description = "Only those with this code (docs/errors.md).")
    private String code = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "How many, 1 to 1000 (100).")
    private int limit;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("pipeline", pipeline);
        query.put("site", site);
        query.put("code", code);
        query.put("limit", Integer.toString(limit));
        PrintWriter out = spec.commandLine().getOut();
        try (Interface caravan = options.open()) {
            JsonNode page = caravan.get(Operation.LIST_DEAD_LETTERS, query);
            if (json) {
                out.println(Interface.pretty(page));
            } else {
                print(out, page.path("deadLetters"));
                if (!page.path("next").isNull()) {
                    out.println("These are the youngest; there may be more: --limit, --code, --site");
                }
            }
        }
        out.flush();
        return CaravanCommand.DONE;
    }

    static void print(PrintWriter out, JsonNode letters) {
        out.println(letters.isEmpty() ? "No dead letters." : letters.size() + " dead letters:");
        for (JsonNode row : letters) {
            out.printf(
                    "  item %s: %s %s %s after %s failures: %s%n",
                    text(row, "item"),
                    text(row, "pipeline"),
                    text(row, "site"),
                    text(row, "period"),
                    text(row, "attempts"),
                    text(row, "message"));
        }
    }
}

package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.api.Operation;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
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

    private static final String CLEAR = "\033[H\033[2J";

    @Mixin
    private Interface.Options options = new Interface.Options();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "5",
            description = "Again every 5 seconds, or as many as given, until ctrl-C.")
    private int watch;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Interface caravan = options.open()) {
            while (true) {
                JsonNode status = caravan.get(Operation.GET_STATUS, Map.of());
                if (watch > 0 && Boolean.getBoolean("caravan.terminal")) {
                    out.print(CLEAR);
                }
                if (json) {
                    out.println(Interface.pretty(status));
                } else {
                    print(out, status);
                }
                out.flush();
                if (watch <= 0) {
                    return CaravanCommand.DONE;
                }
                Thread.sleep(watch * 1000L);
            }
        }
    }

    private static void print(PrintWriter out, JsonNode status) {
        out.printf("%-10s %-10s %8s  %s%n", "pipeline", "state", "items", "last done");
        for (JsonNode row : status.path("pipelines")) {
            out.printf(
                    "%-10s %-10s %8s  %s%n",
                    text(row, "pipeline"), text(row, "state"), text(row, "items"), text(row, "latestDone"));
        }
        out.printf(
                "%n%-10s %-6s %6s %6s %6s  %-12s %s%n",
                "pipeline", "site", "open", "dead", "done", "last done", "name");
        for (JsonNode row : status.path("sites")) {
            out.printf(
                    "%-10s %-6s %6s %6s %6s  %-12s %s%n",
                    text(row, "pipeline"),
                    text(row, "site"),
                    text(row, "open"),
                    text(row, "dead"),
                    text(row, "done"),
                    text(row, "latestDone"),
                    text(row, "name"));
        }
        out.println();
        DeadLettersCommand.print(out, status.path("deadLetters"));
        if (status.path("deadLetters").size() == 100) {
            out.println("These are the youngest; there may be more: 'caravan dead-letters'");
        }
    }

    /** A dash for what is not there, or null. */
    static String text(JsonNode row, String field) {
        return row.path(field).asText("-");
    }
}

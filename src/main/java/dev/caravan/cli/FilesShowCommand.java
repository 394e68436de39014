package dev.caravan.cli;

import static dev.caravan.cli.StatusCommand.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.api.Operation;
import dev.caravan.platform.Shown;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description =
                "Shows all that is known of one report file: its record, its errors by code, every attempt at it.",
        mixinStandardHelpOptions = true)
final class FilesShowCommand implements Callable<Integer> {

    private static final Set<String> PARTS = Set.of("errors", "history");

    @Mixin
    private Interface.Options options = new Interface.Options();

    @Parameters(paramLabel = "FILE", description = "Its id, or its name: then the youngest of this name.")
    private String file = "";

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Interface caravan = options.open()) {
            JsonNode found = caravan.call(Operation.GET_VISIT_FILE, file);
            if (json) {
                out.println(Interface.pretty(found));
            } else {
                print(out, found);
            }
        }
        out.flush();
        return CaravanCommand.DONE;
    }

    private static void print(PrintWriter out, JsonNode file) {
        file.properties().forEach(field -> {
            if (!PARTS.contains(field.getKey())) {
                out.printf(
                        "%-16s %s%n",
                        field.getKey(), Shown.text(field.getValue().asText("-")));
            }
        });
        out.println();
        out.println(file.path("errors").isEmpty() ? "No errors." : "Errors, by their deciding code:");
        file.path("errors")
                .properties()
                .forEach(code ->
                        out.printf("  %-5s %s%n", code.getKey(), code.getValue().asText()));
        out.println(file.path("history").isEmpty() ? "No attempt yet." : "Attempts:");
        for (JsonNode attempt : file.path("history")) {
            out.printf(
                    "  %s %s to %s by %s: %s %s%n",
                    text(attempt, "number"),
                    text(attempt, "startedAt"),
                    text(attempt, "endedAt"),
                    text(attempt, "worker"),
                    text(attempt, "outcome"),
                    Shown.text(attempt.path("errorMessage").asText("")));
        }
    }
}

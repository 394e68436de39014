package dev.caravan.cli;

import static dev.caravan.cli.StatusCommand.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravan.api.Operation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which work items a command is about, and what became of them. */
final class ItemsOption {

    @Mixin
    private Interface.Options options = new Interface.Options();

    @Parameters(
            paramLabel = "ITEM",
            arity = "1..*",
            description = "Ids of work items, as 'caravan dead-letters' and 'caravan run --json' show them.")
    private List<Long> ids = new ArrayList<>();

    @Option(names = "--json", description = "The items as JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Stops at the first one that cannot be; those before it are done. */
    int each(Operation operation) {
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode items = new ObjectMapper().createArrayNode();
        try (Interface caravan = options.open()) {
            for (long id : ids) {
                JsonNode item = caravan.call(operation, id);
                items.add(item);
                if (!json) {
                    out.printf(
                            "item %s: %s %s %s is %s%n",
                            id, text(item, "pipeline"), text(item, "site"), text(item, "period"), text(item, "state"));
                    out.flush();
                }
            }
        }
        if (json) {
            out.println(Interface.pretty(items));
            out.flush();
        }
        return CaravanCommand.DONE;
    }
}

package dev.caravan.cli;

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
        name = "list",
        description = "Lists report files and what became of them, youngest first.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A file is of the day on which it ended or, before that, of that on which it was found; in visitfiles.zone.",
            "Example: caravan visitfiles list --day 2026-09-05 --status FALLO_LAYOUT"
        })
final class FilesListCommand implements Callable<Integer> {

    @Mixin
    private Interface.Options options = new Interface.Options();

    @Option(names = "--day", paramLabel = "DAY", description = "Only those of this day, for example 2026-09-05.")
    private String day = "";

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only those in this status: EN_PROCESO, COMPLETADO, COMPLETADO_CON_ERRORES, FALLO_LAYOUT,"
                    + " FALLO_SISTEMA, OMITIDO_DUPLICADO or RETIRADO.")
    private String status = "";

    @Option(names = "--source", paramLabel = "SOURCE", description = "Only those of this source.")
    private String source = "";

    @Option(names = "--run", paramLabel = "RUN", description = "Only those that this run has worked on last.")
    private String run = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "How many, 1 to 1000 (100).")
    private int limit;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("day", day);
        query.put("status", status);
        query.put("source", source);
        query.put("run", run);
        query.put("limit", Integer.toString(limit));
        PrintWriter out = spec.commandLine().getOut();
        try (Interface caravan = options.open()) {
            JsonNode page = caravan.get(Operation.LIST_VISIT_FILES, query);
            if (json) {
                out.println(Interface.pretty(page));
            } else {
                FilesTable.print(out, page.path("files"));
                if (!page.path("next").isNull()) {
                    out.println("These are the youngest; there may be more: --limit, --day, --status, --source");
                }
            }
        }
        out.flush();
        return CaravanCommand.DONE;
    }
}

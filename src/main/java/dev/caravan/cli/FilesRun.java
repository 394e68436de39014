package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.api.Access;
import dev.caravan.api.Api;
import dev.caravan.api.ApiRequest;
import dev.caravan.api.Operation;
import dev.caravan.run.Plan;
import dev.caravan.run.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** Does a run of report files in this process, and tells what became of each. For one command. */
final class FilesRun {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1000;
    private static final Set<String> FAILED = Set.of("FALLO_LAYOUT", "FALLO_SISTEMA");

    private final Components components;
    private final CommandSpec spec;
    private final boolean json;

    FilesRun(Components components, CommandSpec spec, boolean json) {
        this.components = components;
        this.spec = spec;
        this.json = json;
    }

    /**
     * @param planning what is to be done
     * @return the exit code: failed also when a file has
     */
    int run(Supplier<Plan> planning) throws InterruptedException {
        try (Service service = Service.start(components, false)) {
            Plan plan = planning.get();
            boolean ended = new RunHere(service, components.ledger(), spec, json).await(plan, "");
            RunReport report = new RunReport(components.ledger(), plan);
            ArrayNode files = files(plan);
            print(plan, files);
            report.problems().forEach(spec.commandLine().getErr()::println);
            boolean failed = false;
            for (JsonNode file : files) {
                failed |= FAILED.contains(file.path("status").asText());
            }
            if (!ended || !report.allDone() || failed) {
                return CaravanCommand.FAILED;
            }
            return files.isEmpty() ? CaravanCommand.NOTHING_TO_DO : CaravanCommand.DONE;
        }
    }

    /** All of the run's, page by page. */
    private ArrayNode files(Plan plan) {
        Api api = components.api(components.database());
        ArrayNode files = JSON.createArrayNode();
        String after = "";
        do {
            String query = "limit=" + PAGE + "&run=" + plan.runId() + after;
            JsonNode page = page(api, query);
            page.path("files").forEach(files::add);
            after = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asText();
        } while (!after.isEmpty());
        return files;
    }

    private static JsonNode page(Api api, String query) {
        try {
            ApiRequest request = ApiRequest.inside(Operation.LIST_VISIT_FILES, "", query);
            return JSON.readTree(api.answer(request, Access.GRANTED).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(Plan plan, JsonNode files) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode answer = JSON.createObjectNode();
            answer.put("run", plan.runId());
            answer.set("files", files);
            out.println(Interface.pretty(answer));
        } else if (files.isEmpty()) {
            out.println("No files to load.");
        } else {
            FilesTable.print(out, files);
        }
        out.flush();
    }

    /** @param named of {@code --source}; empty for all of {@code sources} */
    static Set<String> sources(List<String> named, Set<String> sources) {
        named.stream().filter(name -> !sources.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("--source " + name + " is not among visitfiles.sources: " + sources);
        });
        return named.isEmpty() ? sources : Set.copyOf(named);
    }
}

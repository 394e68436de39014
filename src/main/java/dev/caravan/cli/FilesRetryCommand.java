package dev.caravan.cli;

import static dev.caravan.cli.StatusCommand.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.api.Operation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "retry",
        description =
                "Lets report files be done again that failed, were taken out, or wait for a step after their load.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A daemon does it, or, with --here, this process. What is loaded is not loaded again: only what is missing is"
                    + " done.",
            "Example, after the layout was put right: caravan visitfiles retry report_7.txt --here"
        })
final class FilesRetryCommand implements Callable<Integer> {

    @Mixin
    private Interface.Options options = new Interface.Options();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Ids, or names: then the youngest of this name.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--here", description = "Do it in this process, and wait for its end. Not with --url.")
    private boolean here;

    @Option(names = "--json", description = "The files as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (here) {
            return doHere();
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Interface caravan = options.open()) {
            for (String name : files) {
                JsonNode file = caravan.call(Operation.RETRY_VISIT_FILE, name);
                out.println(
                        json
                                ? Interface.pretty(file)
                                : "file " + text(file, "id") + " " + name + ": a worker will do it again");
                out.flush();
            }
        }
        return CaravanCommand.DONE;
    }

    private int doHere() throws InterruptedException {
        int worst = CaravanCommand.DONE;
        for (String name : files) {
            try (VisitFilesHere own = new VisitFilesHere(options.local())) {
                long id = own.pages().find(name).id();
                worst = Math.max(worst, new FilesRun(own.components(), spec, json).run(() -> own.desk()
                        .retry(id, RunHere.user())));
            }
        }
        return worst;
    }
}

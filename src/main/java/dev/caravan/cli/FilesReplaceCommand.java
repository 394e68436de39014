package dev.caravan.cli;

import dev.caravan.run.Plan;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replace",
        description =
                "Lets a corrected report file take the place of the one of the same name that was loaded before it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A file that was held (W-15) is loaded now, in the transaction that takes the former one's rows out. If both",
            "are loaded, the former one's rows are taken out. The former one is RETIRADO then; 'show' tells of it."
        })
final class FilesReplaceCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE", description = "The corrected one: its id, or its name: then the youngest.")
    private String file = "";

    @Option(names = "--json", description = "The file as JSON, if it was loaded by this.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try (VisitFilesHere here = new VisitFilesHere(config)) {
            long id = here.pages().find(file).id();
            Optional<Plan> plan = here.desk().replace(id, here.components().visitors(), RunHere.user());
            if (plan.isPresent()) {
                return new FilesRun(here.components(), spec, json).run(plan::get);
            }
            spec.commandLine().getOut().println("file " + id + " has taken the place of the one before it");
            spec.commandLine().getOut().flush();
            return CaravanCommand.DONE;
        }
    }
}

package dev.caravan.cli;

import dev.caravan.run.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = "Loads corrected rows of a report file that had errors, as a file of their own that names it as"
                + " its original.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The file with the corrected rows has a header as any report, and only those rows.",
            "The same rows again change nothing. Exit codes: 0 done, 1 it failed."
        })
final class FilesReplayCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "The one with errors: its id, or its name.")
    private String file = "";

    @Parameters(index = "1", paramLabel = "LOCALFILE", description = "The corrected rows, on this machine.")
    private Path rows = Path.of("");

    @Option(names = "--json", description = "The new file as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isReadable(rows) || !Files.isRegularFile(rows)) {
            throw new IllegalArgumentException(rows + " is no file that can be read");
        }
        try (VisitFilesHere here = new VisitFilesHere(config)) {
            Plan plan = here.desk().replay(here.pages().find(file).id(), rows, RunHere.user());
            return new FilesRun(here.components(), spec, json).run(() -> plan);
        }
    }
}

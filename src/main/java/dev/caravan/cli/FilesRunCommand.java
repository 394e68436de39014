package dev.caravan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description =
                "Lists the folders as they are now, loads what is new or to be tried again, and closes the day; with"
                        + " or without a daemon beside it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Doing it again loads nothing twice. A file that still changes is left for the next time.",
            "Exit codes: 0 done, 1 a file or a folder failed, 3 there was no file."
        })
final class FilesRunCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            split = ",",
            description = "Only these of visitfiles.sources, separated by commas; default: all.")
    private List<String> sources = new ArrayList<>();

    @Option(names = "--json", description = "The files as JSON on the standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try (VisitFilesHere here = new VisitFilesHere(config)) {
            Set<String> chosen = FilesRun.sources(sources, here.sources());
            return new FilesRun(here.components(), spec, json)
                    .run(() -> here.components().visitFiles().list(chosen, RunHere.user()));
        }
    }
}

package dev.caravan.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        description =
                "Counts all visitors anew from the rows that are loaded; after a change of visitfiles.visit-basis,"
                        + " or when the nightly check has found a difference.",
        mixinStandardHelpOptions = true,
        footer = {"", "In one transaction: until it ends, readers see the former totals, and loads wait."})
final class FilesRebuildCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(FilesRebuildCommand.class);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the log.")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (VisitFilesHere here = new VisitFilesHere(config)) {
            here.components().visitors().rebuild();
            LOG.warn("visitors rebuilt by={} why={}", RunHere.user(), reason);
            PrintWriter out = spec.commandLine().getOut();
            out.println("the visitors' totals are those of the rows");
            out.flush();
        }
        return CaravanCommand.DONE;
    }
}

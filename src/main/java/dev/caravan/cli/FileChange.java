package dev.caravan.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A report file that an operator changes, and why. */
final class FileChange {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE", description = "Its id, or its name: then the youngest of this name.")
    private String file = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the control log.")
    private String reason = "";

    /** What is done to it. */
    interface Work {

        void on(VisitFilesHere here, long id, String who, String why);
    }

    /**
     * @param done what is to be told of the file then
     * @return the exit code
     */
    int make(CommandSpec spec, String done, Work work) {
        try (VisitFilesHere here = new VisitFilesHere(config)) {
            long id = here.pages().find(file).id();
            work.on(here, id, RunHere.user(), reason);
            PrintWriter out = spec.commandLine().getOut();
            out.println("file " + id + " is " + done);
            out.flush();
        }
        return CaravanCommand.DONE;
    }
}

package dev.caravan.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "withdraw",
        description = "Takes the rows of a loaded report file out of the tables, and its visits out of the totals.",
        mixinStandardHelpOptions = true,
        footer = {"", "The file is RETIRADO then. Its copies stay: 'caravan visitfiles retry FILE' loads it again."})
final class FilesWithdrawCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE", description = "Its id, or its name: then the youngest of this name.")
    private String file = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the control log.")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (VisitFilesHere here = new VisitFilesHere(config)) {
            long id = here.pages().find(file).id();
            here.withVisitors(visitors -> {
                here.desk().withdraw(id, visitors, RunHere.user(), reason);
                return id;
            });
            PrintWriter out = spec.commandLine().getOut();
            out.println("file " + id + " is RETIRADO");
            out.flush();
        }
        return CaravanCommand.DONE;
    }
}

package dev.caravan.cli;

import dev.caravan.platform.ConfigException;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import dev.caravan.platform.Version;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The top command; the exit codes hold for all of them. */
@Command(
        name = "caravan",
        description = "Turns raw usage data of repositories into statistics that people can trust.",
        mixinStandardHelpOptions = true,
        versionProvider = CaravanCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            RunCommand.class,
            StatusCommand.class,
            DeadLettersCommand.class,
            RetryCommand.class,
            CancelCommand.class,
            SourcesCommand.class,
            ExplainCommand.class,
            DiffCommand.class,
            IdentifiersCommand.class,
            VolumeCommand.class,
            ImportMatomoCommand.class,
            ConfigCommand.class,
            IndexCommand.class,
            SweepCommand.class,
            VisitFilesCommand.class
        },
        footer = {
            "",
            "In a source checkout there are also:",
            "  servers  the embedded MariaDB, S3 and OpenSearch, alone",
            "  demo     everything at once, on made-up data",
            "  bench    how fast it is on this machine",
            "",
            "Settings: application.properties, then each --config FILE, then the environment (docs/config.md).",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 nothing to do."
        })
public final class CaravanCommand implements CommandLine.IVersionProvider {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOTHING_TO_DO = 3;

    private static final Logger LOG = LoggerFactory.getLogger(CaravanCommand.class);

    /** @return the exit code */
    public static int execute(String... args) {
        return commandLine(new CommandLine(new CaravanCommand())).execute(args);
    }

    /** Gives any command line of Caravan's the same way to fail: one sentence, and the exit code. */
    public static CommandLine commandLine(CommandLine commandLine) {
        return commandLine
                .setUsageHelpLongOptionsMaxWidth(30)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    private static int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        int failed = command.getCommandSpec().exitCodeOnExecutionException();
        LOG.debug("The command failed", Redacted.of(failure));
        if (failure instanceof InvalidRequest invalid) {
            err.println("caravan: " + invalid.code() + ": " + invalid.getMessage());
            return USAGE;
        }
        if (failure instanceof ConfigException || failure instanceof IllegalArgumentException) {
            err.println("caravan: " + failure.getMessage());
            return USAGE;
        }
        if (failure instanceof PipelineException) {
            err.println("caravan: " + failure.getMessage());
            return failed;
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        err.println("caravan: " + root.getClass().getSimpleName() + ": " + root.getMessage()
                + " (CARAVAN_LOG=debug shows where)");
        return failed;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"caravan " + Version.current() + " on Java " + Runtime.version()};
    }
}

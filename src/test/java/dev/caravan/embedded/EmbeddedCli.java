package dev.caravan.embedded;

import dev.caravan.bench.BenchCommand;
import dev.caravan.cli.CaravanCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./caravan} that start servers; the service itself does not know them. */
@Command(
        name = "caravan",
        description = "Caravan with servers of its own: nothing to install, nothing left behind.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ServersCommand.class, DemoCommand.class, BenchCommand.class})
public final class EmbeddedCli {

    private EmbeddedCli() {}

    public static void main(String[] args) {
        System.exit(
                CaravanCommand.commandLine(new CommandLine(new EmbeddedCli())).execute(args));
    }
}

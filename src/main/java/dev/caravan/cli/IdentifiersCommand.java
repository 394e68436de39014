package dev.caravan.cli;

import picocli.CommandLine.Command;

@Command(
        name = "identifiers",
        description = "What the identifier rules do, and identifiers that were lost.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PreviewCommand.class, RecoverCommand.class})
final class IdentifiersCommand {}

package dev.caravan.cli;

import picocli.CommandLine.Command;

@Command(
        name = "visitfiles",
        description = "Report files of web visits.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ValidateCommand.class})
final class VisitFilesCommand {}

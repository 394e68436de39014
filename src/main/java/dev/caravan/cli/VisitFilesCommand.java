package dev.caravan.cli;

import picocli.CommandLine.Command;

@Command(
        name = "visitfiles",
        description = "Report files of web visits.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            FilesRunCommand.class,
            FilesListCommand.class,
            FilesShowCommand.class,
            FilesErrorsCommand.class,
            FilesRetryCommand.class,
            FilesReplaceCommand.class,
            FilesReplayCommand.class,
            FilesWithdrawCommand.class,
            FilesDiscardCommand.class,
            FilesRebuildCommand.class,
            FilesEraseCommand.class,
            FilesReportCommand.class,
            ValidateCommand.class
        })
final class VisitFilesCommand {}

package dev.caravan.cli;

import dev.caravan.Components;
import dev.caravan.sources.Source;
import dev.caravan.sources.SourceCsv;
import dev.caravan.sources.SourceLint;
import dev.caravan.sources.SourceRow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sources",
        description = "The sites that are counted: their type, country and identifier rules.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class SourcesCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "import",
            description = "Adds or replaces sources by source_id; nothing is written when a line is wrong.",
            mixinStandardHelpOptions = true)
    int load(
            @Mixin ConfigOption own,
            @Parameters(paramLabel = "FILE", description = "CSV whose header names columns of the source table.")
                    Path file) {
        List<SourceRow> rows = SourceCsv.read(file);
        try (Components components = own.components()) {
            if (!lint(components, merged(components, rows))) {
                return CaravanCommand.FAILED;
            }
            spec.commandLine().getOut().println(components.sources().save(rows) + " sources written");
            return CaravanCommand.DONE;
        }
    }

    @Command(
            name = "lint",
            description = "Checks a file, or without one what is stored.",
            mixinStandardHelpOptions = true)
    int check(
            @Mixin ConfigOption own,
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "CSV to check.") @Nullable Path file) {
        try (Components components = own.components()) {
            List<SourceRow> rows =
                    file == null ? components.sources().rows() : merged(components, SourceCsv.read(file));
            boolean fine = lint(components, rows);
            if (fine) {
                spec.commandLine().getOut().println(rows.size() + " sources, no errors");
            }
            return fine ? CaravanCommand.DONE : CaravanCommand.FAILED;
        }
    }

    @Command(name = "list", description = "Lists what is stored.", mixinStandardHelpOptions = true)
    int list(@Mixin ConfigOption own) {
        try (Components components = own.components()) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%-6s %-4s %-7s %-20s %-4s %s%n", "site", "type", "country", "source_id", "map", "name");
            for (Source source : components.sources().all()) {
                out.printf(
                        "%-6d %-4s %-7s %-20s %-4d %s%n",
                        source.siteId(),
                        source.type(),
                        source.countryIso(),
                        source.sourceId(),
                        source.mapType(),
                        source.name());
            }
            return CaravanCommand.DONE;
        }
    }

    /** The file's lines, and what is stored and stays: together they must be sound. */
    private static List<SourceRow> merged(Components components, List<SourceRow> rows) {
        return SourceRow.merge(components.sources().rows(), rows);
    }

    private boolean lint(Components components, List<SourceRow> rows) {
        SourceLint lint = new SourceLint(components.settings().usage().mapDir());
        List<String> problems = lint.check(rows);
        PrintWriter err = spec.commandLine().getErr();
        problems.forEach(problem -> err.println("error: " + problem));
        lint.warnings().forEach(warning -> err.println("warning: " + warning));
        return problems.isEmpty();
    }
}

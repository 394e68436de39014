package dev.caravan.cli;

import dev.caravan.Settings;
import dev.caravan.visitfiles.report.LayoutSettings;
import dev.caravan.visitfiles.report.ReportFile;
import dev.caravan.visitfiles.report.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        description = "Judges a report on this machine as loading it would, and says all that is wrong or odd, line by"
                + " line. Needs no server; changes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = CaravanCommand.USAGE,
        footer = {
            "",
            "docs/visitfiles.md explains the codes: L the file is no report, R a row is not loaded, W only a warning.",
            "Control characters, tabs and backslashes of the file are shown as \\uXXXX, \\t and \\\\.",
            "Example: caravan visitfiles validate report_7.txt",
            "Exit codes: 0 all rows are valid, 1 rows have errors or the file is no report, 2 it could not be told."
        })
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "LOCALFILE", description = "The report, whatever its name.")
    private Path file = Path.of("");

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            defaultValue = LayoutSettings.STANDARD,
            description = "One of visitfiles.layouts; without it: visitfiles.layout.*")
    private String layout = "";

    @Option(
            names = "--now",
            paramLabel = "TIME",
            description = "As if it were then, in visitfiles.zone; for example 2013-02-20T02:00.")
    private @Nullable String now;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many findings to print; all of them are counted. Default: all.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "As JSON: a line for each finding, and one for the verdict.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit " + limit + ": expected 0 or more");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("Cannot read " + file + ", or it is no file");
        }
        Settings settings = config.settings();
        LocalDateTime time = now(settings.visitFiles().validation().zone());
        ReportFile report =
                ReportFile.open(file, settings.visitFiles().layouts().named(layout));
        Findings findings = new Findings(spec.commandLine().getOut(), json, limit);
        Verdict verdict = report.layoutError().isPresent()
                ? findings.refused(report)
                : findings.judged(
                        report, report.rows(settings.visitFiles().validation(), time, settings.workDir(), findings));
        return verdict == Verdict.COMPLETADO ? CaravanCommand.DONE : CaravanCommand.FAILED;
    }

    private LocalDateTime now(ZoneId zone) {
        if (now == null) {
            return LocalDateTime.now(zone);
        }
        try {
            return LocalDateTime.parse(now);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("--now " + now + ": expected a time such as 2013-02-20T02:00", e);
        }
    }
}

package dev.caravan.cli;

import dev.caravan.Settings;
import dev.caravan.matomo.MatomoEvents;
import dev.caravan.matomo.MatomoSettings;
import dev.caravan.platform.Digests;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Scratch;
import dev.caravan.platform.Secret;
import dev.caravan.tracking.DryRun;
import dev.caravan.tracking.HistoryImport;
import dev.caravan.tracking.ImportReport;
import dev.caravan.tracking.ImportSettings;
import dev.caravan.tracking.ImportWatcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import-matomo",
        description = "Sends old events to Matomo's tracker, each once, and goes on where a former call has ended.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  MATOMO_TOKEN=… caravan import-matomo events.gz --url https://matomo.example.org",
            "Matomo's token is taken from the variable MATOMO_TOKEN alone. docs/import.md has the forms of a line,",
            "and what becomes of requests whose answer is lost."
        })
final class ImportMatomoCommand implements Callable<Integer> {

    /** For the part that is on its way when the command is told to end. */
    private static final Duration LAST_PART = Duration.ofSeconds(10);

    @Parameters(
            paramLabel = "FILE",
            description = "Requests, one a line: query strings, URLs or JSON objects; plain or gzip; - for the"
                    + " standard input.")
    private String file = "";

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private ImportOptions options = new ImportOptions();

    @Option(names = "--dry-run", description = "Read and check every line, and send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "The report as JSON on the standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Settings settings = config.settings();
        if (!file.equals("-")) {
            Path input = Path.of(file);
            if (!Files.isRegularFile(input) || !Files.isReadable(input)) {
                throw new IllegalArgumentException("Cannot read " + file);
            }
            return work(input, options.checkpoint(Path.of(file + ".checkpoint")), settings);
        }
        try (Scratch scratch = new Scratch(settings.workDir().resolve("scratch"));
                Scratch.Folder folder = scratch.folder("import")) {
            Path input = folder.path().resolve("input");
            long unused = Files.copy(System.in, input);
            String name = "import-" + Digests.sha256(input).substring(0, 16) + ".checkpoint";
            return work(input, options.checkpoint(settings.workDir().resolve(name)), settings);
        }
    }

    private int work(Path input, Path noted, Settings settings) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Secret token = new Secret(
                Objects.requireNonNullElse(System.getenv("MATOMO_TOKEN"), "").strip());
        ImportReport report;
        try (ImportProgress progress = new ImportProgress(Files.size(input), err)) {
            if (dryRun) {
                boolean hasToken = !token.reveal().isEmpty();
                report = new DryRun(input, hasToken, Clock.systemUTC(), progress).run();
            } else {
                ImportSettings wanted = options.settings(input, noted, token);
                report = send(wanted, settings.matomo(), progress);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? report.json() + System.lineSeparator() : report.text());
        out.flush();
        if (report.failure() != null) {
            err.println("caravan: " + report.failure().message());
            return CaravanCommand.FAILED;
        }
        if (!dryRun && report.finished() && report.sentBefore() == report.lines() && report.lines() > 0) {
            err.println("Nothing to do: all of it was imported before. To import it again, remove " + noted);
            return CaravanCommand.NOTHING_TO_DO;
        }
        return report.allTracked() ? CaravanCommand.DONE : CaravanCommand.FAILED;
    }

    private static ImportReport send(ImportSettings wanted, MatomoSettings matomo, ImportWatcher watcher) {
        if (!wanted.token().reveal().isEmpty() && wanted.endpoint().getScheme().equals("http")) {
            watcher.note("warning: the token goes to " + wanted.endpoint() + " without TLS");
        }
        String database = Digests.sha256(List.of(matomo.jdbcUrl(), matomo.tablePrefix()));
        HistoryImport history =
                new HistoryImport(wanted, reachable(matomo, watcher), database, Clock.systemUTC(), watcher);
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (!ended.get()) {
                                shut(history, watcher);
                            }
                        },
                        "import-shut"));
        try {
            return history.run();
        } finally {
            ended.set(true);
        }
    }

    private static @Nullable MatomoEvents reachable(MatomoSettings matomo, ImportWatcher watcher) {
        MatomoEvents events = new MatomoEvents(matomo);
        try {
            long unused = events.newest();
            return events;
        } catch (PipelineException e) {
            watcher.note("warning: should an answer get lost, the import will stop, since Matomo's database cannot be"
                    + " asked what became of it: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return null;
        }
    }

    private static void shut(HistoryImport history, ImportWatcher watcher) {
        try {
            watcher.note(
                    history.shut(LAST_PART)
                            ? "Interrupted; run the same again to go on"
                            : "Interrupted while an answer was awaited; run the same again to find out, and go on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

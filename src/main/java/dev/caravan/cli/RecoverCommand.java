package dev.caravan.cli;

import dev.caravan.Settings;
import dev.caravan.cli.LookOptions.Subject;
import dev.caravan.diagnosis.Recover;
import dev.caravan.diagnosis.Recover.Count;
import dev.caravan.diagnosis.Recover.Coverage;
import dev.caravan.diagnosis.RecoveryFiles;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.usage.CallOff;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "recover",
        description = "Proposes identifiers for events that have none, from the handles in their URLs. Changes neither"
                + " the dataset nor Matomo; what is there is never replaced. With --apply whole months are indexed with"
                + " them, now and whenever they are indexed again.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "--out-dir gets audit.csv (every event), unresolved.csv and updates.sql, for Matomo's owner to run.",
            "Examples:",
            "  caravan identifiers recover --site 4 --period 2026-09 --out-dir recovered",
            "  caravan identifiers recover --site 4 --period 2026-09 --apply"
        })
final class RecoverCommand implements Callable<Integer> {

    @Mixin
    private LookOptions options = new LookOptions();

    @Option(
            names = "--out-dir",
            paramLabel = "DIR",
            description = "Write the files into this folder; without it only the coverage is told.")
    private @Nullable Path folder;

    @ArgGroup
    private Change change = new Change();

    static final class Change {

        @Option(names = "--apply", description = "Use what is proposed, from now on, and index the months again.")
        private boolean apply;

        @Option(names = "--withdraw", description = "Use it no longer, and index the months again.")
        private boolean withdraw;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (folder != null && (change.apply || change.withdraw)) {
            throw new IllegalArgumentException("--out-dir is for proposals: leave it out");
        }
        if (change.apply) {
            return options.with(subject -> index(subject, use(subject)));
        }
        return change.withdraw ? options.with(subject -> index(subject, withdraw(subject))) : propose();
    }

    /** Those of the period that have begun: no other can be planned. */
    private static List<Period> use(Subject subject) {
        LocalDate last = subject.components().planner().lastClosedDay();
        List<Period> months = months(subject).stream()
                .filter(month -> !month.from().isAfter(last))
                .toList();
        if (months.isEmpty()) {
            throw new InvalidRequest(
                    "period-not-closed", "The period has no closed day yet: the last is " + last + " (UTC)");
        }
        subject.components().recoveries().use(subject.source(), months, RunHere.user());
        return months;
    }

    private static List<Period> withdraw(Subject subject) {
        List<Period> months = months(subject);
        Period span = months.get(0).through(months.get(months.size() - 1));
        return subject.components().recoveries().withdraw(subject.source(), span, RunHere.user());
    }

    private static List<Period> months(Subject subject) {
        if (subject.units().get(0).isDay()) {
            throw new InvalidRequest(
                    "recovery-by-month", "Recovered identifiers are used for whole months: give months or years");
        }
        return subject.units();
    }

    private int index(Subject subject, List<Period> months) throws InterruptedException {
        if (months.isEmpty()) {
            spec.commandLine().getErr().println("Nothing to do: no recovered identifiers were in use");
            return CaravanCommand.NOTHING_TO_DO;
        }
        RunHere here = new RunHere(subject.service(), subject.components().ledger(), spec, options.json());
        List<Integer> codes = new ArrayList<>();
        for (Period stretch : stretches(months)) {
            codes.add(here.runAfterChange(new PlanRequest(
                    subject.components().usage().name(),
                    List.of(String.valueOf(subject.source().siteId())),
                    stretch,
                    Granularity.MONTH,
                    Mode.MISSING,
                    false,
                    false,
                    PlanRequest.BACKFILL,
                    RunHere.user())));
        }
        return codes.contains(CaravanCommand.FAILED) ? CaravanCommand.FAILED : Collections.min(codes);
    }

    /** Months that follow each other as one: a run has no gaps. */
    private static List<Period> stretches(List<Period> months) {
        List<Period> stretches = new ArrayList<>();
        for (Period month : months) {
            int last = stretches.size() - 1;
            if (last >= 0 && stretches.get(last).to().equals(month.from())) {
                stretches.set(last, stretches.get(last).through(month));
            } else {
                stretches.add(month);
            }
        }
        return stretches;
    }

    private int propose() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<Coverage> coverages = new ArrayList<>();
        options.with(subject -> {
            Settings settings = subject.components().settings();
            RecoveryFiles.Target target = new RecoveryFiles.Target(
                    subject.source().siteId(),
                    settings.matomo().tablePrefix() + "log_link_visit_action",
                    settings.columns().of(subject.source().type()));
            Recover recover = new Recover(
                    subject.service().inspector(), subject.components().recoveries());
            try (RecoveryFiles files = folder == null ? null : new RecoveryFiles(folder, target)) {
                for (Period unit : subject.units()) {
                    coverages.add(recover.recover(subject.source(), unit, new CallOff(), row -> {
                        if (files != null) {
                            files.add(unit.unit(), row);
                        }
                    }));
                }
            }
            return true;
        });
        if (options.json()) {
            out.println(LookOptions.json(coverages));
        } else {
            coverages.forEach(coverage -> print(out, coverage));
            if (folder != null) {
                out.println("audit.csv, unresolved.csv and updates.sql are in " + folder);
            }
        }
        out.flush();
        return CaravanCommand.DONE;
    }

    private static void print(PrintWriter out, Coverage coverage) {
        out.printf(
                "%s: %d events have no identifier, %d of them can get one%n",
                coverage.unit(), coverage.lost(), coverage.reconstructed());
        if (coverage.inUse() != null) {
            out.printf(
                    "  in use since %s by %s%n",
                    coverage.inUse().at(), coverage.inUse().by());
        }
        for (Count count : coverage.counts()) {
            out.printf(
                    "  %-26s %10d events %10d URLs%n",
                    count.status().name().toLowerCase(Locale.ROOT), count.events(), count.urls());
        }
    }
}

package dev.caravan.cli;

import dev.caravan.diagnosis.Recover;
import dev.caravan.diagnosis.Recover.Count;
import dev.caravan.diagnosis.Recover.Coverage;
import dev.caravan.diagnosis.RecoveryFiles;
import dev.caravan.run.Period;
import dev.caravan.usage.CallOff;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "recover",
        description = "Proposes identifiers for events that have none, from the handles in their URLs. Changes neither"
                + " the dataset nor Matomo; what is there is never replaced.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "--out-dir gets audit.csv (every event), unresolved.csv and updates.sql, for Matomo's owner to run.",
            "Example: caravan identifiers recover --site 4 --period 2026-09 --out-dir recovered"
        })
final class RecoverCommand implements Callable<Integer> {

    @Mixin
    private LookOptions options = new LookOptions();

    @Option(
            names = "--out-dir",
            paramLabel = "DIR",
            description = "Write the files into this folder; without it only the coverage is told.")
    private @Nullable Path folder;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<Coverage> coverages = new ArrayList<>();
        options.with(subject -> {
            var settings = subject.components().settings();
            RecoveryFiles.Target target = new RecoveryFiles.Target(
                    subject.source().siteId(),
                    settings.matomo().tablePrefix() + "log_link_visit_action",
                    settings.columns().of(subject.source().type()));
            Recover recover = new Recover(subject.service().inspector());
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
        for (Count count : coverage.counts()) {
            out.printf(
                    "  %-26s %10d events %10d URLs%n",
                    count.status().name().toLowerCase(Locale.ROOT), count.events(), count.urls());
        }
    }
}

package dev.caravan.cli;

import dev.caravan.diagnosis.Diff;
import dev.caravan.diagnosis.Difference;
import dev.caravan.diagnosis.Difference.Item;
import dev.caravan.platform.Shown;
import dev.caravan.run.Period;
import dev.caravan.usage.CallOff;
import dev.caravan.usage.Metrics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description = "Compares what is indexed with what indexing the period now would give; writes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = CaravanCommand.USAGE,
        footer = {
            "",
            "Who wrote a document, and when, is no difference; all else is.",
            "Example: caravan diff --site 4 --period 2026-09",
            "Exit codes, as those of diff: 0 equal, 1 different, 2 it could not be told."
        })
final class DiffCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;

    @Mixin
    private LookOptions options = new LookOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many items to name, those with the greatest changes, a month (20; at most 10000).")
    private int limit;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (limit < 0 || limit > 10_000) {
            throw new IllegalArgumentException("--limit " + limit + ": expected 0 to 10000");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Difference> differences = new ArrayList<>();
        options.with(subject -> {
            Diff diff =
                    new Diff(subject.service().inspector(), subject.service().searchAdmin());
            for (Period unit : subject.units()) {
                Difference difference = diff.diff(subject.source(), unit, limit, new CallOff());
                differences.add(difference);
                if (!options.json()) {
                    print(out, difference);
                    out.flush();
                }
            }
            return true;
        });
        if (options.json()) {
            out.println(LookOptions.json(differences));
            out.flush();
        }
        return differences.stream().allMatch(Difference::none) ? CaravanCommand.DONE : DIFFERENT;
    }

    private static void print(PrintWriter out, Difference difference) {
        out.printf(
                "%s: %d documents indexed, %d computed: %d equal, %d added, %d removed, %d changed%n",
                difference.unit(),
                difference.indexed(),
                difference.computed(),
                difference.equal(),
                difference.added(),
                difference.removed(),
                difference.changed());
        if (difference.none()) {
            return;
        }
        out.printf("  %-28s %12s %12s %12s%n", "", "indexed", "computed", "difference");
        List<Long> before = difference.before().list();
        List<Long> after = difference.after().list();
        for (int i = 0; i < before.size(); i++) {
            out.printf(
                    "  %-28s %12d %12d %+12d%n",
                    Metrics.NAMES.get(i), before.get(i), after.get(i), after.get(i) - before.get(i));
        }
        difference.items().forEach(item -> out.println(line(item)));
        long hidden = difference.added()
                + difference.removed()
                + difference.changed()
                - difference.items().size();
        if (hidden > 0) {
            out.println("  … and " + hidden + " more: --limit");
        }
    }

    /** For example {@code changed oai:repo.br:1/10: views 3 → 2}; for another field its name. */
    private static String line(Item item) {
        StringBuilder line = new StringBuilder("  " + item.kind().name().toLowerCase(Locale.ROOT) + " ")
                .append(Shown.text(item.identifier()));
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < Metrics.NAMES.size(); i++) {
            long before = item.before().list().get(i);
            long after = item.after().list().get(i);
            if (before != after) {
                changes.add(Metrics.NAMES.get(i) + " " + before + " → " + after);
            }
        }
        item.fields().stream()
                .filter(field -> !Metrics.NAMES.contains(field))
                .map(Shown::text)
                .forEach(changes::add);
        return line.append(": ").append(String.join(", ", changes)).toString();
    }
}

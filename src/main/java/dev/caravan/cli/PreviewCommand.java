package dev.caravan.cli;

import dev.caravan.diagnosis.Preview;
import dev.caravan.diagnosis.Preview.Row;
import dev.caravan.diagnosis.Preview.Summary;
import dev.caravan.platform.Shown;
import dev.caravan.run.Period;
import dev.caravan.usage.CallOff;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "preview",
        description = "Shows what the identifier rules would map, merge and reject, month by month. Reads the dataset;"
                + " writes nothing but --out.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Control characters, tabs and backslashes in identifiers are shown as \\uXXXX, \\t, \\n, \\r and \\\\.",
            "Example: caravan identifiers preview --site 4 --period 2026-09 --out identifiers.tsv"
        })
final class PreviewCommand implements Callable<Integer> {

    private static final String HEADER = String.join(
            "\t",
            "original_identifier",
            "replaced_identifier",
            "changed",
            "rejected",
            "spellings",
            "events",
            "visits",
            "period");

    @Mixin
    private LookOptions options = new LookOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write all identifiers to this file, separated by tabs; without it the first that are"
                    + " changed, merged or rejected are printed.")
    private @Nullable Path file;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many to print, a month (20).")
    private int limit;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit " + limit + ": expected 0 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Summary> summaries = new ArrayList<>();
        List<Row> shown = new ArrayList<>();
        options.with(subject -> {
            try (Writer table = file == null ? Writer.nullWriter() : Files.newBufferedWriter(file)) {
                table.write(HEADER + "\n");
                Preview preview = new Preview(subject.service().inspector());
                for (Period unit : subject.units()) {
                    int most = shown.size() + limit;
                    summaries.add(preview.preview(subject.source(), unit, new CallOff(), row -> {
                        write(table, row);
                        boolean odd = row.changed() || row.spellings() != 1;
                        if (odd && shown.size() < most) {
                            shown.add(row);
                        }
                    }));
                }
            }
            return true;
        });
        if (options.json()) {
            out.println(LookOptions.json(Map.of("months", summaries, "identifiers", shown)));
        } else {
            print(out, summaries, shown);
        }
        out.flush();
        return CaravanCommand.DONE;
    }

    private void print(PrintWriter out, List<Summary> summaries, List<Row> shown) {
        for (Summary summary : summaries) {
            out.printf(
                    "%s: %d processed, %d changed, %d unchanged, %d rejected; %d items, %d merged into others%n",
                    summary.unit(),
                    summary.processed(),
                    summary.changed(),
                    summary.unchanged(),
                    summary.rejected(),
                    summary.items(),
                    summary.merged());
            summary.rejects()
                    .forEach(reject -> out.printf(
                            "  %s: %d identifiers, %d events%n",
                            Shown.text(reject.reason()), reject.identifiers(), reject.events()));
        }
        if (file != null) {
            out.println("All are in " + file);
        } else if (!shown.isEmpty()) {
            out.println(HEADER);
            shown.forEach(row -> out.println(line(row)));
        }
    }

    private static void write(Writer table, Row row) {
        try {
            table.write(line(row) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Row row) {
        return String.join(
                "\t",
                Shown.text(row.original()),
                Shown.text(Objects.requireNonNullElse(row.replaced(), "")),
                row.changed() ? "yes" : "no",
                Shown.text(Objects.requireNonNullElse(row.problem(), "")),
                Long.toString(row.spellings()),
                Long.toString(row.events()),
                Long.toString(row.visits()),
                row.unit());
    }
}

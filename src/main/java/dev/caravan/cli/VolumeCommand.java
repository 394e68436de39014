package dev.caravan.cli;

import dev.caravan.Components;
import dev.caravan.diagnosis.Volume;
import dev.caravan.diagnosis.Volume.Amount;
import dev.caravan.diagnosis.VolumeChart;
import dev.caravan.engine.DuckDbEngine;
import dev.caravan.platform.Scratch;
import dev.caravan.run.Period;
import dev.caravan.sources.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "volume",
        description = "Draws how many events of a site are stored, by day or month; what is missing is no zero.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: caravan volume --site 4 --year 2026 --by day --out events.svg"})
final class VolumeCommand implements Callable<Integer> {

    private static final int WIDEST_BAR = 60;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--site", paramLabel = "SITE", required = true, description = "The site's number in Matomo.")
    private String site = "";

    @Option(names = "--year", paramLabel = "YEAR", required = true, description = "For example 2026; up to yesterday.")
    private String year = "";

    @Option(names = "--by", paramLabel = "UNIT", defaultValue = "month", description = "By 'month' (default) or 'day'.")
    private String by = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "A picture or table, by its name: .png, .svg or .csv. Without it: bars on the terminal.")
    private @Nullable Path file;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        String form = form();
        if (!year.matches("\\d{4}") || !by.matches("day|month")) {
            throw new IllegalArgumentException("Expected --year 2026 and --by day or month");
        }
        try (Components components = config.components();
                Scratch scratch = new Scratch(components.settings().workDir().resolve("scratch"))) {
            Source source = components.sources().named(site);
            Volume volume = new Volume(
                    components.dataset(), new DuckDbEngine(components.settings().engine()), scratch);
            List<Amount> days =
                    volume.days(source.siteId(), closed(components.planner().lastClosedDay()));
            List<Amount> amounts = by.equals("day") ? days : Volume.months(days);
            write(form, "Events of " + source.name() + " (site " + source.siteId() + "), " + year, amounts);
            return CaravanCommand.DONE;
        }
    }

    private String form() {
        if (file == null) {
            return "";
        }
        String name = file.toString();
        String form = name.substring(name.lastIndexOf('.') + 1);
        if (json || !form.matches("png|svg|csv")) {
            throw new IllegalArgumentException("--out " + file + ": expected .png, .svg or .csv, and no --json");
        }
        return form;
    }

    private Period closed(LocalDate last) {
        Period span = Period.parse(year);
        if (span.from().isAfter(last)) {
            throw new IllegalArgumentException("The year " + year + " has no closed day yet");
        }
        return span.to().isAfter(last) ? new Period(span.from(), last.plusDays(1)) : span;
    }

    private void write(String form, String title, List<Amount> amounts) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (file != null) {
            Path target = Objects.requireNonNull(file);
            switch (form) {
                case "png" -> new VolumeChart(title, amounts).png(target);
                case "svg" -> new VolumeChart(title, amounts).svg(target);
                default -> Files.writeString(target, csv(amounts));
            }
        } else if (json) {
            out.println(LookOptions.json(amounts));
        } else {
            out.println(title);
            bars(out, amounts);
        }
        out.flush();
    }

    private static String csv(List<Amount> amounts) {
        StringBuilder csv = new StringBuilder("period,events,days_missing\n");
        amounts.forEach(amount -> csv.append(amount.unit())
                .append(',')
                .append(amount.events() == null ? "" : amount.events())
                .append(',')
                .append(amount.daysMissing())
                .append('\n'));
        return csv.toString();
    }

    private static void bars(PrintWriter out, List<Amount> amounts) {
        long greatest = amounts.stream()
                .map(Amount::events)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        for (Amount amount : amounts) {
            Long events = amount.events();
            if (events == null) {
                out.printf("%-10s %10s%n", amount.unit(), "missing");
                continue;
            }
            String bar = "#".repeat((int) (greatest == 0 ? 0 : (events * WIDEST_BAR + greatest - 1) / greatest));
            String missing = amount.daysMissing() == 0 ? "" : " " + amount.daysMissing() + " days missing";
            out.printf("%-10s %10d %s%s%n", amount.unit(), events, bar, missing);
        }
    }
}

package dev.caravan.bench;

import dev.caravan.bench.MonthFolder.Layout;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs variants: those that are compared with each other in turns, A B C … A B C. */
final class Trials implements AutoCloseable {

    private final BenchOptions options;
    private final Path dir;
    private final Consumer<String> progress;
    private final Samples samples = new Samples();
    private final Set<String> notes = new LinkedHashSet<>();
    private @Nullable Lab lab;

    Trials(BenchOptions options, Path dir, Consumer<String> progress) {
        this.options = options;
        this.dir = dir;
        this.progress = progress;
        if (options.events() < Month.USUAL) {
            notes.add(
                    "The goals are for months of 5 M events; in a smaller one, what every session costs weighs more.");
        }
        if (options.iterations() == 1) {
            notes.add("With one iteration in a JVM there is no warm one: what is called so is the cold one.");
        }
    }

    /** Only variants of one month, with or without servers, or of report files are compared. */
    Samples run(Collection<Variant> variants) throws Exception {
        Map<List<Object>, Set<Variant>> groups = variants.stream()
                .collect(Collectors.groupingBy(
                        variant -> List.of(
                                variant.month(),
                                variant.trial().needsServers(),
                                variant.trial().isOfReports()),
                        LinkedHashMap::new,
                        Collectors.toCollection(LinkedHashSet::new)));
        for (Set<Variant> group : groups.values()) {
            for (Variant variant : group) {
                prepare(variant);
            }
            int rounds = options.rounds(group.iterator().next().month());
            for (int round = 1; round <= rounds; round++) {
                for (Variant variant : group) {
                    run(variant, round + "/" + rounds);
                }
            }
        }
        return samples;
    }

    /** What a reader of the result must know. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void prepare(Variant variant) throws Exception {
        if (variant.trial().isOfReports()) {
            new ReportsFolder(dir, variant.month()).prepare(progress);
            lab();
            return;
        }
        MonthFolder folder = new MonthFolder(dir, variant.month());
        if (variant.trial() == TrialKind.WRITE) {
            folder.prepare(progress);
            return;
        }
        if (!variant.trial().needsServers()) {
            folder.prepare(variant.trial() == TrialKind.TRANSFORM_LEGACY ? Layout.LEGACY : Layout.PARTS, progress);
            return;
        }
        folder.prepare(progress);
        if (notes.add(lab().load(variant.month(), folder))) {
            progress.accept("reading all of it once, so that it is in memory");
            samples(Services.stream(options));
        }
    }

    private Lab lab() throws IOException {
        Lab started = lab == null ? Lab.start(dir, progress) : lab;
        lab = started;
        return started;
    }

    private void run(Variant variant, String round) throws IOException, SQLException, InterruptedException {
        List<Sample> iterations = samples(variant);
        samples.add(variant, iterations);
        progress.accept("round %s, %s: %s"
                .formatted(
                        round,
                        variant.name(),
                        iterations.stream()
                                .map(sample -> String.format(
                                        Locale.ROOT,
                                        "%.2f CPU-s in %.2f s",
                                        sample.figure(Sample.CPU),
                                        sample.figure(Sample.WALL)))
                                .collect(Collectors.joining(", then "))));
    }

    private List<Sample> samples(Variant variant) throws IOException, SQLException, InterruptedException {
        List<Path> settings = new ArrayList<>();
        Map<String, Long> processes = Map.of();
        if (variant.trial().needsServers()) {
            settings.add(
                    variant.trial().isOfReports()
                            ? lab().fresh(new ReportsFolder(dir, variant.month()), variant.month())
                            : lab().fresh(variant.month()));
            processes = lab().processes();
        }
        settings.add(file(variant));
        TrialRequest request =
                new TrialRequest(variant.trial(), variant.month(), variant.iterations(), dir, settings, processes);
        return TrialJvm.run(request, variant.heap(), options.jvmOptions());
    }

    private Path file(Variant variant) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("work.dir", dir.resolve("work").toString());
        properties.putAll(variant.settings());
        Path file = dir.resolve("trial.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, variant.name());
        }
        return file;
    }

    @Override
    public void close() {
        if (lab != null) {
            lab.close();
        }
    }
}

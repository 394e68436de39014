package dev.caravan.bench;

import dev.caravan.bench.MonthFolder.Layout;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Runs variants: those that are compared with each other in turns, A B C … A B C. */
final class Trials {

    private final BenchOptions options;
    private final Path dir;
    private final Consumer<String> progress;
    private final Samples samples = new Samples();

    Trials(BenchOptions options, Path dir, Consumer<String> progress) {
        this.options = options;
        this.dir = dir;
        this.progress = progress;
    }

    /** Only variants of one month are compared. */
    Samples run(Collection<Variant> variants) throws Exception {
        Map<Month, Set<Variant>> byMonth = variants.stream()
                .collect(Collectors.groupingBy(
                        Variant::month, LinkedHashMap::new, Collectors.toCollection(LinkedHashSet::new)));
        for (Map.Entry<Month, Set<Variant>> group : byMonth.entrySet()) {
            for (Variant variant : group.getValue()) {
                prepare(variant);
            }
            int rounds = options.rounds(group.getKey());
            for (int round = 1; round <= rounds; round++) {
                for (Variant variant : group.getValue()) {
                    run(variant, round + "/" + rounds);
                }
            }
        }
        return samples;
    }

    private void prepare(Variant variant) throws Exception {
        new MonthFolder(dir, variant.month())
                .prepare(variant.trial() == TrialKind.TRANSFORM_LEGACY ? Layout.LEGACY : Layout.PARTS, progress);
    }

    private void run(Variant variant, String round) throws IOException, InterruptedException {
        TrialRequest request = new TrialRequest(
                variant.trial(), variant.month(), variant.iterations(), dir, settings(variant), Map.of());
        List<Sample> iterations = TrialJvm.run(request, variant.heap());
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
                                .collect(Collectors.joining(", "))));
    }

    private Path settings(Variant variant) throws IOException {
        Properties properties = new Properties();
        properties.putAll(variant.settings());
        Path file = Files.createDirectories(dir).resolve("trial.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, variant.name());
        }
        return file;
    }
}

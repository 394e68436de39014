package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Settings;
import dev.caravan.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A month of 5 million events, in JVMs with 256 MB of heap")
class MemoryIT {

    private static final Month MONTH = new Month(42, 5_000_000);

    private final Path dir = Settings.home().resolve("target/it-memory");

    @BeforeEach
    void createFolder() throws IOException {
        removeFolder();
        Files.createDirectories(dir);
    }

    @AfterEach
    void removeFolder() throws IOException {
        Unfinished.delete(dir);
    }

    @Test
    void isWrittenAsPartsAndGivesTheSameDocumentsWithAnEngineOf512MbAsWithAllTheDefaults() throws Exception {
        results(TrialKind.WRITE, "256m", Map.of());
        Map<String, String> little = results(TrialKind.TRANSFORM, "256m", Map.of("engine.memory-mb", "512"));
        Map<String, String> usual = results(TrialKind.TRANSFORM, "512m", Map.of());

        assertThat(little).isEqualTo(usual).doesNotContainEntry("documents", "0");
        assertThat(little).containsEntry(Outcome.IN, "5000000").containsEntry("visits.in", "1200000");
        assertThat(little.keySet().stream()
                        .filter(name -> name.equals(Outcome.KEPT) || name.startsWith(Outcome.DROPPED))
                        .mapToLong(name -> Long.parseLong(little.get(name)))
                        .sum())
                .as("%s", little)
                .isEqualTo(5_000_000);
    }

    /** Does it once, in a JVM of its own. */
    private Map<String, String> results(TrialKind trial, String heap, Map<String, String> settings) throws Exception {
        BenchOptions options =
                new BenchOptions(MONTH.seed(), MONTH.events(), List.of(MONTH.events()), 1, 1, List.of(), List.of());
        Variant variant = new Variant(trial + " with " + settings, trial, MONTH, heap, settings, 1);
        try (Trials trials = new Trials(options, dir, line -> {})) {
            return trials.run(List.of(variant)).all().get(variant).get(0).get(0).results();
        }
    }
}

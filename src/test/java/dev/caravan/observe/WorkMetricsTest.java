package dev.caravan.observe;

import static dev.caravan.run.TestPipeline.MATOMO;
import static dev.caravan.run.TestPipeline.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.run.Ending;
import dev.caravan.run.Period;
import dev.caravan.run.WorkItem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkMetrics metrics = new WorkMetrics(registry, List.of(USAGE, MATOMO));

    private static Ending ending(boolean dryRun, Ending.State state, Map<String, Long> counts, @Nullable String code) {
        WorkItem item = new WorkItem(1, "run", "usage", "7", "2026-09", Period.parse("2026-09"), 1, 1, dryRun, false);
        return new Ending(item, state, new TreeMap<>(counts), Duration.ofSeconds(3), code);
    }

    private double value(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    @Test
    void haveASeriesOfZeroForEveryPipelineBeforeAnythingHappens() {
        for (String pipeline : List.of("usage", "matomo")) {
            assertThat(value("caravan.events.in", "pipeline", pipeline)).isZero();
            assertThat(value("caravan.events.kept", "pipeline", pipeline)).isZero();
            assertThat(value("caravan.documents.indexed", "pipeline", pipeline)).isZero();
            assertThat(value("caravan.items.ended", "pipeline", pipeline, "state", "DONE"))
                    .isZero();
            assertThat(registry.get("caravan.step.duration")
                            .tags("pipeline", pipeline, "state", "DEAD")
                            .timer()
                            .count())
                    .isZero();
        }
    }

    @Test
    void countWhatAnItemCounted() {
        metrics.ended(ending(
                false,
                Ending.State.DONE,
                Map.of(
                        "events.in", 10L,
                        "events.kept", 6L,
                        "events.dropped.robot", 3L,
                        "events.dropped.asset", 1L,
                        "visits.in", 4L,
                        "documents", 2L),
                null));

        assertThat(value("caravan.events.in", "pipeline", "usage")).isEqualTo(10);
        assertThat(value("caravan.events.kept", "pipeline", "usage")).isEqualTo(6);
        assertThat(value("caravan.events.dropped", "pipeline", "usage", "reason", "robot"))
                .isEqualTo(3);
        assertThat(value("caravan.events.dropped", "pipeline", "usage", "reason", "asset"))
                .isEqualTo(1);
        assertThat(value("caravan.documents.indexed", "pipeline", "usage")).isEqualTo(2);
        assertThat(registry.find("caravan.events.dropped").counters()).hasSize(2);
        assertThat(registry.get("caravan.step.duration")
                        .tags("pipeline", "usage", "state", "DONE")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
    }

    @Test
    void countFailuresByTheirCode() {
        metrics.ended(ending(false, Ending.State.RETRY, Map.of(), "s3-unreachable"));
        metrics.ended(ending(false, Ending.State.RETRY, Map.of(), "s3-unreachable"));
        metrics.ended(ending(false, Ending.State.DEAD, Map.of(), "unexpected"));

        assertThat(value("caravan.items.ended", "state", "RETRY", "code", "s3-unreachable"))
                .isEqualTo(2);
        assertThat(value("caravan.items.ended", "state", "DEAD", "code", "unexpected"))
                .isEqualTo(1);
    }

    @Test
    void leaveDryRunsOut() {
        metrics.ended(ending(true, Ending.State.DONE, Map.of("events.in", 1L, "events.kept", 1L), null));

        assertThat(value("caravan.events.in", "pipeline", "usage")).isZero();
        assertThat(value("caravan.items.ended", "pipeline", "usage", "state", "DONE"))
                .isZero();
    }
}

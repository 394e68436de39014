package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.PipelineException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static Outcome outcome(Map<String, Long> counts) {
        return new Outcome(new TreeMap<>(counts), "", "");
    }

    @Test
    void accountsForEveryEvent() {
        Outcome outcome = outcome(Map.of(
                "events.in",
                10L,
                "events.kept",
                7L,
                "events.dropped.robot",
                2L,
                "events.dropped.asset",
                1L,
                "documents",
                5L));

        assertThat(outcome.count("events.dropped.robot")).isEqualTo(2);
        assertThat(outcome.count("events.dropped.never-heard-of")).isZero();
    }

    @Test
    void refusesASumThatDoesNotClose() {
        assertThatThrownBy(() -> outcome(Map.of("events.in", 10L, "events.kept", 7L, "events.dropped.robot", 2L)))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo("rows-do-not-add-up"))
                .hasMessageContaining("10 events came in, 9 are accounted for")
                .hasMessageContaining("events.dropped.robot=2");
    }

    @Test
    void refusesMoreOutThanIn() {
        assertThatThrownBy(() -> outcome(Map.of("events.kept", 1L))).hasMessageContaining("0 events came in, 1 are");
    }

    @Test
    void acceptsNothingAtAll() {
        assertThat(outcome(Map.of()).counts()).isEmpty();
    }

    @Test
    void keepsItsOwnCopyOfTheCounts() {
        TreeMap<String, Long> counts = new TreeMap<>(Map.of("documents", 1L));
        Outcome outcome = new Outcome(counts, "", "");
        counts.put("documents", 2L);

        assertThat(outcome.count("documents")).isEqualTo(1);
    }
}

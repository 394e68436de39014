package dev.caravan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void findsMetricsTheirMatchedLabelsAndTheGroupings() {
        PromQl parsed = PromQl.of(
                "histogram_quantile(0.95, sum by (pipeline, le) (rate(a_bucket{job=~\"$job\","
                        + " state!=\"a, (b\"}[$__rate_interval]))) / on (pipeline) group_left () (time() - b > 1e3) or vector(0)");

        assertThat(parsed.metrics()).isEqualTo(Map.of("a_bucket", Set.of("job", "state"), "b", Set.of()));
        assertThat(parsed.labels()).isEqualTo(Set.of("pipeline", "le"));
    }
}

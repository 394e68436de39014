package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.Samples.Take;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private static final Month MONTH = new Month(1, 3000);
    private static final Variant ONE = new Variant("one", TrialKind.DECODE, MONTH, "1m", Map.of(), 2);
    private static final Variant TWO = new Variant("two", TrialKind.TRANSFORM, MONTH, "1m", Map.of(), 2);

    private final Samples samples = new Samples();

    @Test
    void givesTheMedianOfTheRatiosOfEachRoundAndNotTheRatioOfTheMedians() {
        add(ONE, 1, 2);
        add(TWO, 3, 10);
        add(ONE, 1, 4);
        add(TWO, 3, 4);
        add(ONE, 1, 10);
        add(TWO, 3, 20);

        assertThat(samples.ratio(TWO, ONE, Take.WARM, Sample.CPU)).isEqualTo(new Spread(2, 1, 5, 3));
        assertThat(samples.ratio(TWO, ONE, Take.COLD, Sample.CPU)).isEqualTo(new Spread(3, 3, 3, 3));
    }

    @Test
    void takesTheMiddleOfTwoAsTheMedian() {
        assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4, 2));
    }

    @Test
    void namesTheVariantsThatDisagree() {
        samples.add(ONE, List.of(sample(1, "documents.hash", "a"), sample(1, "documents.hash", "a")));
        samples.add(TWO, List.of(sample(1, "documents.hash", "a"), sample(1, "documents.hash", "b")));

        assertThat(samples.differences()).containsExactly("3000 events: documents.hash is a in one and b in two");
    }

    @Test
    void findsNothingWrongWithDifferentResultsOfDifferentMonths() {
        Variant other = new Variant("other", TrialKind.TRANSFORM, new Month(1, 5000), "1m", Map.of(), 1);
        samples.add(ONE, List.of(sample(1, "documents.hash", "a")));
        samples.add(other, List.of(sample(1, "documents.hash", "b")));

        assertThat(samples.differences()).isEmpty();
    }

    private void add(Variant variant, double cold, double warm) {
        samples.add(variant, List.of(sample(cold, "documents", "1"), sample(warm, "documents", "1")));
    }

    private static Sample sample(double cpu, String result, String value) {
        return new Sample(new TreeMap<>(Map.of(Sample.CPU, cpu)), new TreeMap<>(Map.of(result, value)));
    }
}

package dev.caravan.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.alerts.Spikes.Spike;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpikesTest {

    @ParameterizedTest(name = "{0} after {1} in {2} months is {3}")
    @CsvSource({
        // 3 x mean + 100, from there on
        "400,  1200, 12, POSITIVE",
        "399,  1200, 12, NONE",
        "100,     0, 12, POSITIVE",
        "99,      0, 12, NONE",
        // a mean of 100/3: 3 x mean + 100 is exactly 200
        "200,   100,  3, POSITIVE",
        "199,   100,  3, NONE",
        // less than 1 % of the mean
        "0,     240, 12, NEGATIVE",
        "9,   12000, 12, NEGATIVE",
        "10,  12000, 12, NONE",
        // a mean of at least 20
        "0,     239, 12, NONE",
        "0,      20,  1, NEGATIVE",
        "0,      19,  1, NONE",
        // nothing to compare with
        "5000,    0,  0, NONE"
    })
    void followsTheFormulaOfCounterAtItsBounds(long total, long previousTotal, long months, Spike spike) {
        assertThat(Spikes.of(total, previousTotal, months)).isEqualTo(spike);
    }
}

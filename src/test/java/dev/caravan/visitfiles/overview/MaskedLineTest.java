package dev.caravan.visitfiles.overview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Nobody can be told from what a report quotes")
class MaskedLineTest {

    @ParameterizedTest
    @CsvSource({
        "persona@ejemplo.com, p***@ejemplo.com",
        "a..b@ejemplo.com y c.d@x.mx, a***@ejemplo.com y c***@x.mx",
        "a@b@c.com, a***@b***@c.com",
        "mal@, m***@",
        "31/02/2013 18:30, 31/02/2013 18:30",
    })
    void hidesTheNamesOfAddresses(String text, String masked) {
        assertThat(MaskedLine.text(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({"300, 121", "120, 120"})
    void cutsWhatIsLong(int length, int shown) {
        assertThat(MaskedLine.text("x".repeat(length))).hasSize(shown);
    }
}

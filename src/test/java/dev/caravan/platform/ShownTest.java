package dev.caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {

    @ParameterizedTest
    @CsvSource({
        "'oai:repo.br:ñ/1 𝒳', 'oai:repo.br:ñ/1 𝒳'",
        "'a\tb', 'a\\tb'",
        "'a\nb\rc', 'a\\nb\\rc'",
        "'\u001b[31mred', '\\u001b[31mred'",
        "'\u202edesrever', '\\u202edesrever'",
        "'line\u2028two\u0000', 'line\\u2028two\\u0000'",
        "'C:\\t', 'C:\\\\t'"
    })
    void letsNothingThroughThatATerminalActsOn(String text, String shown) {
        assertThat(Shown.text(text)).isEqualTo(shown);
    }
}

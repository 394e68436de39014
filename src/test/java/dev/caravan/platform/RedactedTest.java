package dev.caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Duplicate entry 'reader-1@example.org' for key 'x'|Duplicate entry …",
                "For input string: \"0123\"|For input string: …",
                "Could not convert 'it's http://a/b?c=d' to INT|Could not convert … to INT",
                "GET https://repository.example.org/record/1?q=a failed|GET … failed",
                "from 192.168.17.5: refused|from …: refused",
                "from 2001:db8:0:0:1:2:3:4 refused|from … refused",
                "visitor 0a1b2c3d4e5f6071 twice|visitor … twice",
                "/data/x.parquet: No space left on device|/data/x.parquet: No space left on device",
                "it took 10:23:45 and 1.234 s|it took 10:23:45 and 1.234 s",
            })
    void leavesOutWhatMayBeAVisitors(String message, String shown) {
        assertThat(Redacted.text(message)).isEqualTo(shown);
    }

    @Test
    void keepsTheTraceAndTheClassesOfAllCauses() {
        Exception failure =
                new IllegalStateException("outer 'secret'", new NumberFormatException("For input string: \"secret\""));
        StringWriter shown = new StringWriter();
        Redacted.of(failure).printStackTrace(new PrintWriter(shown, true));

        assertThat(shown.toString())
                .startsWith("java.lang.IllegalStateException: outer …")
                .contains("Caused by: java.lang.NumberFormatException: For input string: …")
                .contains("at dev.caravan.platform.RedactedTest.keepsTheTrace")
                .doesNotContain("secret");
    }

    @Test
    void leavesOurOwnMessagesAsTheyAre() {
        PipelineException failure = new PipelineException.Permanent("matomo-schema", "There is no column 'x'");

        assertThat(Redacted.of(failure)).hasMessage("matomo-schema: There is no column 'x'");
    }
}

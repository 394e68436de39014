package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "a,b!a|b",
                "~ a\t, b ~!a|b",
                "~~!~~",
                ",!|",
                "\"a\"!a",
                "\"a,b\",c!a,b|c",
                "\"\"!~~",
                "a,\"\",\"\"!a||",
                "\"a\"\"b\"!a\"b",
                "\"\"\"\"!\"",
                "\",\",\",\"!,|,",
                "~ \"a,b\" , \"c\"\t~!a,b|c",
                "\" a \",b!a|b",
                "\"a\",\"b\"\"\",\"\"\"c\"!a|b\"|\"c",
                "#a,b!#a|b",
                "a\\,b!a\\|b"
            })
    void readsCells(String line, String cells) {
        assertThat(String.join("|", CsvLine.cells(line))).isEqualTo(cells);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "a,\"b",
                "a\"b,c\"",
                "a\"b\"",
                "\"a\"b",
                "\"a\" b,c",
                "\"a\" \"b\"",
                "\"a\"\"",
                "a,b\"\"",
                "\"a\",b\"c\"",
                "\"a\"b\"c\"",
                "\"a\",x,\"b\",y\"z\""
            })
    void refusesOtherQuotes(String line) {
        assertThat(CsvLine.cells(line)).isNull();
    }
}

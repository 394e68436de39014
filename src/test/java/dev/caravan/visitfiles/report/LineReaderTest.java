package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    /** Gives so many characters at once, so that every end of a line is cut somewhere. */
    private static Reader inParts(String text, int size) {
        return new FilterReader(new StringReader(text)) {
            @Override
            public int read(char[] into, int from, int length) throws IOException {
                return super.read(into, from, Math.min(size, length));
            }
        };
    }

    private static List<String> lines(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(reader.number() + (reader.tooLong() ? " … " : " ") + reader.text());
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void readsLinesWhereverTheyAreCut(int size) throws IOException {
        String text = "one\r\n\r\ntwo\r\n  \r\n0123456789\r\n0123456789A\r\n01234567\u00f1\r\n012345678\u00f1\r\nlast";
        try (LineReader reader = new LineReader(inParts(text, size), 10)) {
            assertThat(lines(reader))
                    .containsExactly(
                            "1 one",
                            "3 two",
                            "5 0123456789",
                            "6 … 0123456789",
                            "7 01234567\u00f1",
                            "8 … 012345678",
                            "9 last");
            assertThat(reader.mixedEnds()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void tellsEndsApart(int size) throws IOException {
        for (String text : List.of("a\rb\nc", "a\nb\r\nc", "a\r\n\rb")) {
            try (LineReader reader = new LineReader(inParts(text, size), 10)) {
                assertThat(lines(reader)).hasSizeBetween(2, 3);
                assertThat(reader.mixedEnds()).as(text).isTrue();
            }
        }
    }
}

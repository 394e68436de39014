package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/visitfiles.md has a row for every code that a validation can give, and no other")
class CodeTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([LRW]-\\d\\d)` \\|", Pattern.MULTILINE);

    @Test
    void everyCodeHasARowAndEveryRowACode() throws IOException {
        assertThat(ROW.matcher(Files.readString(Path.of("docs/visitfiles.md")))
                        .results()
                        .map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Code.values()).map(Code::toString).toList());
        assertThat(Arrays.stream(Code.values()).map(code -> Code.of(code.toString())))
                .containsExactly(Code.values());
    }
}

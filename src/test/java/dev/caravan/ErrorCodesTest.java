package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/errors.md has a row for every error code, and no other")
class ErrorCodesTest {

    /** Not thrown with a code of their own: given by the ledger, and to whoever has lost a lease. */
    private static final Set<String> WITHOUT_LITERAL = Set.of("unexpected", "worker-lost", "lease-lost");

    private static final Pattern THROWN =
            Pattern.compile("new PipelineException[.](?:Transient|Permanent)\\(\\s*(\"([^\"]*)\")?");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void everyCodeHasARowAndEveryRowACode() throws IOException {
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(codes());
    }

    @Test
    void everyFailureIsThrownWithALiteralCode() throws IOException {
        for (Path source : sources()) {
            Matcher thrown = THROWN.matcher(Files.readString(source));
            while (thrown.find()) {
                assertThat(thrown.group(1))
                        .as("the code in %s must be a literal, so that it can be found", source)
                        .isNotNull();
            }
        }
    }

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>(WITHOUT_LITERAL);
        for (Path source : sources()) {
            THROWN.matcher(Files.readString(source))
                    .results()
                    .filter(thrown -> thrown.group(2) != null)
                    .forEach(thrown -> codes.add(thrown.group(2)));
        }
        return codes;
    }

    /** With repetitions, so that a second row of a code fails. */
    private static List<String> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs/errors.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}

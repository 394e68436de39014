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
    private static final Pattern REFUSED =
            Pattern.compile("new (?:InvalidRequest\\(|Problem\\(\\s*\\d+,)\\s*\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void everyCodeHasARowAndEveryRowACode() throws IOException {
        List<String> failures = rows(0);
        List<String> refusals = rows(1);
        assertThat(failures).doesNotHaveDuplicates();
        assertThat(refusals).doesNotHaveDuplicates().containsAll(codes(REFUSED, 1));

        Set<String> documented = new TreeSet<>(failures);
        documented.addAll(refusals);
        Set<String> used = new TreeSet<>(WITHOUT_LITERAL);
        used.addAll(codes(THROWN, 2));
        used.addAll(codes(REFUSED, 1));
        assertThat(documented).isEqualTo(used);
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

    private static Set<String> codes(Pattern literal, int group) throws IOException {
        Set<String> codes = new TreeSet<>();
        for (Path source : sources()) {
            literal.matcher(Files.readString(source))
                    .results()
                    .filter(found -> found.group(group) != null)
                    .forEach(found -> codes.add(found.group(group)));
        }
        return codes;
    }

    /** Of the first table, failures of work items, or the second one, refused requests; with repetitions. */
    private static List<String> rows(int table) throws IOException {
        String[] tables = Files.readString(Path.of("docs/errors.md")).split("\n## Refused requests\n");
        assertThat(tables).hasSize(2);
        return ROW.matcher(tables[table]).results().map(row -> row.group(1)).toList();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}

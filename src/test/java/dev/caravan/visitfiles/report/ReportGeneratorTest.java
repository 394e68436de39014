package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Real reports, and made-up ones like them")
class ReportGeneratorTest {

    private static final LocalDateTime SENT = LocalDateTime.parse("2013-02-08T18:30");

    @TempDir
    private Path folder;

    /** Where three reports come from. */
    private enum Origin {
        /** With other people's names and addresses. */
        REAL,
        GENERATED;

        List<String> report(int number) throws IOException {
            return this == REAL
                    ? Files.readAllLines(Path.of("src/test/resources/cases/visit-files/report_" + number + ".txt"))
                    : new ReportGenerator(number).report(number);
        }
    }

    private List<Judged> set(Origin origin, Layout layout) throws IOException {
        List<Judged> set = new ArrayList<>();
        for (int number : ReportGenerator.SET) {
            set.add(Judged.of(write(origin.report(number), "\r\n"), layout, Judged.STANDARD));
        }
        return set;
    }

    private Path write(List<String> lines, String end) throws IOException {
        return ReportGenerator.write(Files.createTempFile(folder, "report_", ".txt"), lines, end);
    }

    private static Map<String, Long> visits(List<Judged> set) {
        return set.stream()
                .flatMap(judged -> judged.emails().stream())
                .collect(Collectors.groupingBy(email -> email, Collectors.counting()));
    }

    private static List<Integer> sums(List<Judged> set, ToIntFunction<VisitRow> count) {
        return set.stream()
                .map(judged -> judged.rows().stream().mapToInt(count).sum())
                .toList();
    }

    @ParameterizedTest(name = "A-51: {0} reports have the figures of the specification, A.2")
    @EnumSource
    void haveTheFiguresOfTheSpecification(Origin origin) throws IOException {
        List<Judged> set = set(origin, Layout.STANDARD);

        assertThat(set).extracting(Judged::verdict).containsOnly(Verdict.COMPLETADO);
        assertThat(set).extracting(judged -> judged.summary().valid()).containsExactly(503L, 503L, 995L);
        assertThat(set).extracting(judged -> judged.summary().warned()).containsExactly(62L, 68L, 111L);
        assertThat(set)
                .extracting(judged -> judged.summary().warningCodes())
                .containsExactly(
                        Map.of("W-01", 61L, "W-02", 11L, "W-08", 4L, "W-09", 1L),
                        Map.of("W-01", 68L, "W-02", 5L, "W-08", 3L),
                        Map.of("W-01", 108L, "W-02", 7L, "W-03", 1L, "W-08", 3L));
        assertThat(set).extracting(judged -> judged.summary().fileWarnings()).containsOnly(List.of());
        assertThat(set).extracting(judged -> visits(List.of(judged)).size()).containsExactly(502, 503, 995);
        assertThat(visits(set)).hasSize(1997);
        assertThat(visits(set).values()).filteredOn(visits -> visits == 2).hasSize(4);
        assertThat(sums(set, VisitRow::opens)).containsExactly(146, 138, 186);
        assertThat(sums(set, VisitRow::viralOpens)).containsExactly(10, 9, 5);
        assertThat(sums(set, VisitRow::clicks)).containsExactly(28, 11, 13);
        assertThat(sums(set, row -> row.badmail() == null ? 0 : 1)).containsExactly(64, 49, 127);
        assertThat(sums(set, row -> row.baja() == null ? 0 : 1)).containsExactly(7, 5, 4);
        assertThat(sums(set, row -> "".equals(row.browsers()) ? 1 : 0)).containsExactly(45, 33, 58);
        assertThat(sums(set, row -> row.opened() == null ? 0 : 1)).containsExactly(110, 115, 156);
        assertThat(sums(set, row -> row.clicked() == null ? 0 : 1)).containsExactly(23, 10, 12);
    }

    @ParameterizedTest(name = "A-51: of three {0} reports a strict layout takes one")
    @EnumSource
    void haveOneReportOfTheStrictLayout(Origin origin) throws IOException {
        assertThat(set(origin, Judged.strict()))
                .extracting(Judged::verdict)
                .containsExactly(Verdict.FALLO_LAYOUT, Verdict.COMPLETADO, Verdict.FALLO_LAYOUT);
    }

    @ParameterizedTest(name = "A-52: the {0} report 7, which somebody has changed")
    @EnumSource
    void showWhatSomebodyHasChanged(Origin origin) throws IOException {
        List<String> lines = new ArrayList<>(origin.report(7));
        lines.set(1, lines.get(1).replace("08/02/2013 18:30", "2013-02-08 18:30"));
        lines.set(42, lines.get(42).split("@")[0] + "@example.com,,,YES,08/02/2013 18:30,-,0,0,-,1000,0,-,-,-,-");

        Judged judged = Judged.of(write(lines, "\n"), Layout.STANDARD, Judged.STANDARD);

        assertThat(judged.verdict()).isEqualTo(Verdict.COMPLETADO_CON_ERRORES);
        assertThat(judged.rows()).hasSize(502);
        assertThat(judged.errorsInShort()).containsExactly("2 R-06 Fecha envio");
        assertThat(judged.rows())
                .filteredOn(row -> row.line() == 43)
                .singleElement()
                .satisfies(row -> assertThat(row.warnings()).containsExactly("W-03", "W-05", "W-11"));
        assertThat(visits(List.of(judged))).hasSize(501);
    }

    @Test
    void writesLargeFilesWithAsManyErrorsAsItSays() throws IOException {
        Path file = folder.resolve("large.txt");
        new ReportGenerator(1).large(file, SENT, 1000, 5, 10);
        String first = Digests.sha256(file);

        Judged judged = Judged.of(file, Layout.STANDARD, Judged.STANDARD);

        assertThat(judged.summary().errorCodes()).isEqualTo(Map.of("R-03", 25L, "R-06", 25L, "R-10", 25L, "R-15", 25L));
        assertThat(judged.rows()).hasSize(900).extracting(VisitRow::email).doesNotHaveDuplicates();
        new ReportGenerator(1).large(file, SENT, 1000, 5, 10);
        assertThat(Digests.sha256(file)).isEqualTo(first);
    }
}

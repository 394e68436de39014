package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.Digests;
import java.io.IOException;
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

class ReportGeneratorTest {

    private static final LocalDateTime SENT = LocalDateTime.parse("2013-02-08T18:30");

    @TempDir
    private Path folder;

    private List<Judged> set(Layout layout) throws IOException {
        ReportGenerator generator = new ReportGenerator(1);
        List<Judged> set = new ArrayList<>();
        for (int number : ReportGenerator.SET) {
            Path file = ReportGenerator.write(
                    folder.resolve("report_" + number + ".txt"), generator.report(number), "\r\n");
            set.add(Judged.of(file, layout, Judged.STANDARD));
        }
        return set;
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

    @Test
    @DisplayName("A-51: three reports with the figures of the real ones")
    void hasTheFiguresOfTheRealReports() throws IOException {
        List<Judged> set = set(Layout.STANDARD);

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
        assertThat(visits(set)).hasSize(1997);
        assertThat(visits(set).values()).filteredOn(visits -> visits == 2).hasSize(4);
        assertThat(sums(set, VisitRow::opens)).containsExactly(146, 138, 186);
        assertThat(sums(set, VisitRow::viralOpens)).containsExactly(10, 9, 5);
        assertThat(sums(set, VisitRow::clicks)).containsExactly(28, 11, 13);
        assertThat(sums(set, row -> row.badmail() == null ? 0 : 1)).containsExactly(64, 49, 127);
        assertThat(sums(set, row -> row.baja() == null ? 0 : 1)).containsExactly(7, 5, 4);
        assertThat(sums(set, row -> "".equals(row.browsers()) ? 1 : 0)).containsExactly(45, 33, 58);
    }

    @Test
    @DisplayName("A-51: of the three a strict layout takes one")
    void hasOneReportOfTheStrictLayout() throws IOException {
        assertThat(set(Judged.strict()))
                .extracting(Judged::verdict)
                .containsExactly(Verdict.FALLO_LAYOUT, Verdict.COMPLETADO, Verdict.FALLO_LAYOUT);
    }

    @Test
    @DisplayName("A-52: a report that somebody has changed")
    void showsWhatSomebodyHasChanged() throws IOException {
        List<String> lines = new ReportGenerator(1).report(7);
        lines.set(1, lines.get(1).replace("08/02/2013 18:30", "2013-02-08 18:30"));
        lines.set(42, lines.get(42).split("@")[0] + "@example.com,,,YES,08/02/2013 18:30,-,0,0,-,1000,0,-,-,-,-");

        Judged judged = Judged.of(
                ReportGenerator.write(folder.resolve("report_7.txt"), lines, "\n"), Layout.STANDARD, Judged.STANDARD);

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

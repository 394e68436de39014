package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFileTest {

    @TempDir
    private Path folder;

    private String canonical(String text) {
        return Judged.text(folder, text).report().canonicalSha256();
    }

    @Test
    @DisplayName("A-30: line ends and a last one that is missing change the bytes, and neither the lines nor the rows")
    void knowsAReportWithOtherLineEnds() {
        List<String> lines = new ReportGenerator(3).report(7);
        StringBuilder mixed = new StringBuilder("\uFEFF");
        for (int i = 0; i < lines.size(); i++) {
            mixed.append(lines.get(i)).append(List.of("\n", "\r\n", "\r").get(i % 3));
        }
        Judged lf = Judged.text(folder, String.join("\n", lines) + "\n");
        Judged mixedEnds = Judged.text(folder, mixed.toString());
        List<Judged> same = List.of(
                lf,
                Judged.text(folder, String.join("\r\n", lines) + "\r\n"),
                Judged.text(folder, String.join("\r", lines) + "\r"),
                Judged.text(folder, String.join("\n", lines)),
                Judged.text(folder, String.join("\n", lines) + "\n\n \t\r\n  "),
                mixedEnds);

        assertThat(same).extracting(judged -> judged.report().sha256()).doesNotHaveDuplicates();
        assertThat(same).extracting(judged -> judged.report().canonicalSha256()).containsOnly(Digests.sha256(lines));
        assertThat(same).extracting(Judged::rows).containsOnly(lf.rows());
        assertThat(mixedEnds.summary().fileWarnings()).containsExactly("W-14");
        assertThat(lf.summary().fileWarnings()).isEmpty();
    }

    @Test
    void tellsOtherLinesFromTheSame() {
        List<String> texts =
                List.of("a\nb", "a\n\nb", "a \nb", " a\nb", "\na\nb", "b\na", "a\nb\n\nc", "ab", "a\n \nb");

        assertThat(texts.stream().map(this::canonical)).doesNotHaveDuplicates();
        assertThat(canonical("\u00f1\ud83d\ude00\r")).isEqualTo(Digests.sha256(List.of("\u00f1\ud83d\ude00")));
    }

    @Test
    void readsTextThatIsLongerThanItsBuffers() {
        // characters of one, two and four bytes on every boundary
        List<String> lines = new ArrayList<>();
        for (int length = 1; length < 700; length++) {
            lines.add("x" + "\u00f1\ud83d\ude00".repeat(length));
        }

        assertThat(canonical(String.join("\r\n", lines))).isEqualTo(Digests.sha256(lines));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void alwaysEndsInAVerdict(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] report = String.join("\n", new ReportGenerator(seed).report(8)).getBytes(StandardCharsets.UTF_8);
        Set<Verdict> verdicts = new HashSet<>();
        for (int i = 0; i < 150; i++) {
            byte[] soup = i % 3 == 0 ? new byte[random.nextInt(3000)] : report.clone();
            if (i % 3 == 0) {
                random.nextBytes(soup);
            }
            for (int changed = i % 3 == 1 ? 50 : 3; changed > 0 && soup.length > 0; changed--) {
                soup[random.nextInt(soup.length)] =
                        (byte) (random.nextBoolean() ? "\",\r\n\t;@".charAt(random.nextInt(7)) : random.nextInt(256));
            }
            Judged judged = Judged.bytes(folder, soup);
            verdicts.add(judged.verdict());
            if (judged.summary() != null) {
                assertThat(judged.rows()).hasSize((int) judged.summary().valid());
                assertThat(judged.errors()).hasSize((int) judged.summary().errors());
                assertThat(judged.summary().read()).isEqualTo(judged.report().lines());
            }
        }
        assertThat(verdicts).contains(Verdict.FALLO_LAYOUT, Verdict.COMPLETADO_CON_ERRORES);
    }

    @Test
    void saysWhenTheFileWasChangedMeanwhile() throws IOException {
        Path file = ReportGenerator.write(folder.resolve("report_7.txt"), new ReportGenerator(1).report(7), "\n");
        ReportFile report = ReportFile.open(file, Layout.STANDARD);
        Files.writeString(file, Judged.HEADER + "\n" + Judged.row("ana"));

        RowSink nothing = new RowSink() {
            @Override
            public void valid(VisitRow row) {}

            @Override
            public void rejected(RowError error) {}
        };

        assertThatThrownBy(() -> report.rows(Judged.STANDARD, Judged.NOW, folder, nothing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("had 503 rows and has 1");
    }
}

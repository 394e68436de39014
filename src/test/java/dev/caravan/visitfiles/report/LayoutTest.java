package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @TempDir
    private Path folder;

    private Judged judged(String header, String... rows) {
        return Judged.text(folder, header + "\n" + String.join("\n", rows) + "\n");
    }

    private static Layout with(List<String> column2, Optional<Charset> fallback, int maxLine, long maxFile) {
        return new Layout(Layout.NAMES, column2, fallback, maxLine, maxFile);
    }

    @Test
    @DisplayName("A-02: the second cell may be jk, unless the layout is strict")
    void takesTheSecondCellByItsAliases() {
        String text = Judged.HEADER.replace("jyv", "jk") + "\n" + Judged.row("ana") + "\n";

        Judged usual = Judged.text(folder, text);
        Judged strict = Judged.bytes(folder, text.getBytes(StandardCharsets.UTF_8), Judged.strict(), Judged.STANDARD);

        assertThat(usual.verdict()).isEqualTo(Verdict.COMPLETADO);
        assertThat(usual.emails()).containsExactly("ana@ejemplo.com");
        assertThat(strict.verdict()).isEqualTo(Verdict.FALLO_LAYOUT);
        assertThat(strict.layoutError()).startsWith("L-05 ").endsWith(": column 2: expected jyv, found jk");
    }

    @Test
    @DisplayName("A-03: the second cell may not be any name, unless the layout says *")
    void refusesAnUnknownSecondCell() {
        String text = Judged.HEADER.replace("jyv", "xyz") + "\n" + Judged.row("ana") + "\n";
        Layout any = with(List.of("*"), Optional.empty(), 1000, 1000);

        Judged refused = Judged.text(folder, text);

        assertThat(refused.verdict()).isEqualTo(Verdict.FALLO_LAYOUT);
        assertThat(refused.layoutError()).endsWith(": column 2: expected jyv or jk or fgh, found xyz");
        assertThat(refused.rows()).isEmpty();
        assertThat(Judged.bytes(folder, text.getBytes(StandardCharsets.UTF_8), any, Judged.STANDARD)
                        .emails())
                .containsExactly("ana@ejemplo.com");
        assertThat(any.version()).isNotEqualTo(Layout.STANDARD.version()).hasSize(12);
        assertThat(Judged.bytes(
                                folder,
                                text.replaceFirst("\n", ",dummy\n").getBytes(StandardCharsets.UTF_8),
                                any,
                                Judged.STANDARD)
                        .layoutError())
                .startsWith("L-04 ")
                .endsWith("; missing: none; extra: dummy");
    }

    @Test
    @DisplayName("A-04: sixteen columns, and the message names the one that is too many")
    void refusesAColumnTooMany() {
        Judged judged = judged(Judged.HEADER + ",dummy_int", Judged.row("ana") + ",1");

        assertThat(judged.layoutError())
                .startsWith("L-04 ")
                .endsWith("expected 15, found 16; missing: none; extra: dummy_int");
        assertThat(judged.report().warnings()).isEmpty();
    }

    @Test
    @DisplayName("A-05: fourteen columns, and the message names the one that is missing")
    void refusesAColumnTooFew() {
        assertThat(judged(Judged.HEADER.replace(",Plataformas", "")).layoutError())
                .startsWith("L-04 ")
                .endsWith("expected 15, found 14; missing: Plataformas; extra: none");
    }

    @Test
    @DisplayName("A-06: Clicks and Fecha click swapped: every position that differs is named")
    void namesEveryPositionThatDiffers() {
        String swapped = Judged.HEADER.replace("Fecha click,Clicks,", "Clicks,Fecha click,");

        assertThat(judged(swapped, Judged.row("ana")).layoutError())
                .startsWith("L-05 ")
                .endsWith(
                        "column 9: expected Fecha click, found Clicks; column 10: expected Clicks, found Fecha click");
        String allWrong = "x".repeat(40) + (",\"" + "y".repeat(40) + "\"").repeat(14);
        assertThat(judged(allWrong).layoutError()).contains("column 1: ", "column 15: ");
    }

    @Test
    void tellsOfNobodyWhenTheHeaderIsMissing() {
        String row = Judged.row("ana").replace(",-,-,-,-", ",-,192.0.2.16,-,-");

        assertThat(judged(row).layoutError())
                .startsWith("L-05 ")
                .contains("column 1: expected email, found a***@")
                .doesNotContain("ana@", "192.0.2");
    }

    @ParameterizedTest(name = "A-07: {1} instead of commas")
    @CsvSource(
            delimiter = '/',
            value = {";/semicolons", "\\t/tabs", "|/bars"})
    void namesTheOtherDelimiter(String delimiter, String name) {
        String other = delimiter.replace("\\t", "\t");

        assertThat(judged(Judged.HEADER.replace(",", other), Judged.row("ana").replace(",", other))
                        .layoutError())
                .startsWith("L-03 ")
                .contains(name);
        assertThat(judged('"' + Judged.HEADER.replace(",", '"' + other + '"') + '"')
                        .layoutError())
                .as("all cells in quotes")
                .startsWith("L-03 ")
                .contains(name);
    }

    @ParameterizedTest(name = "A-08: nothing but blanks: {0}")
    @ValueSource(strings = {"", "\uFEFF\r\n", "\uFEFF", " \t\n\r\r\n  "})
    void refusesAFileWithoutText(String text) {
        Judged judged = Judged.text(folder, text);

        assertThat(judged.verdict()).isEqualTo(Verdict.FALLO_LAYOUT);
        assertThat(judged.layoutError())
                .startsWith("L-01 ")
                .endsWith(": " + text.getBytes(StandardCharsets.UTF_8).length + " bytes");
    }

    @Test
    @DisplayName("A-09: a header alone is a report without rows")
    void takesAHeaderAlone() {
        for (String end : List.of("", "\n", "\r\n\r\n", "\n  \n\t")) {
            Judged judged = Judged.text(folder, Judged.HEADER + end);

            assertThat(judged.verdict()).isEqualTo(Verdict.COMPLETADO);
            assertThat(judged.summary().read()).isZero();
            assertThat(judged.summary().fileWarnings()).containsExactly("W-10");
        }
    }

    @Test
    @DisplayName("A-10: a byte order mark and accents, in UTF-8, UTF-16 and windows-1252, are one report")
    void readsWhatEditorsWrite() {
        String text = Judged.HEADER.replace("Fecha envio", "Fecha\u00a0 env\u00edo ") + "\n" + Judged.row("ana") + "\n";

        Judged utf8 = Judged.text(folder, "\uFEFF" + text);
        Judged windows = Judged.bytes(folder, text.getBytes(WINDOWS));
        Judged utf16 = Judged.bytes(folder, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
        Judged big = Judged.bytes(folder, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE));

        for (Judged judged : List.of(utf8, windows, utf16, big)) {
            assertThat(judged.verdict()).as(judged.layoutError()).isEqualTo(Verdict.COMPLETADO);
            assertThat(judged.emails()).containsExactly("ana@ejemplo.com");
            assertThat(judged.report().canonicalSha256())
                    .isEqualTo(Judged.text(folder, text).report().canonicalSha256());
        }
        assertThat(utf8.summary().fileWarnings()).isEmpty();
        assertThat(windows.summary().fileWarnings()).containsExactly("W-17");
        assertThat(utf16.summary().fileWarnings()).isEmpty();
    }

    @Test
    @DisplayName("A-47: archives, NUL and bytes that are no text, with the offset of the first")
    void refusesWhatIsNoText() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("report_5.txt"));
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        new GZIPOutputStream(gzip).close();
        byte[] nul = (Judged.HEADER + "\na\u00ed\u0000").getBytes(StandardCharsets.UTF_8);
        byte[] windowsNul = (Judged.HEADER + "\na\u00ed\u0000").getBytes(WINDOWS);
        byte[] undefined = (Judged.HEADER + "\n\u00ed?").getBytes(WINDOWS);
        undefined[undefined.length - 1] = (byte) 0x81;

        assertThat(Judged.bytes(folder, zip.toByteArray()).layoutError()).matches("L-02 .*offset 0,.*");
        assertThat(Judged.bytes(folder, gzip.toByteArray()).layoutError()).matches("L-02 .*offset 0,.*");
        assertThat(Judged.bytes(folder, nul).layoutError()).contains("L-02", "offset " + (nul.length - 1) + ",");
        assertThat(Judged.bytes(folder, windowsNul).layoutError())
                .contains("L-02", "offset " + (windowsNul.length - 1) + ",");
        assertThat(Judged.bytes(folder, undefined).layoutError())
                .contains("L-02", "offset " + (undefined.length - 1) + ",");
        assertThat(Judged.bytes(folder, undefined).report().canonicalSha256()).isNull();
    }

    @Test
    void refusesWhatIsNotUtf8WhenThereIsNoFallback() {
        byte[] windows = ("\u00ed" + Judged.HEADER).getBytes(WINDOWS);
        Layout strict = with(List.of("jyv"), Optional.empty(), 1000, 1000);

        assertThat(Judged.bytes(folder, windows, strict, Judged.STANDARD).layoutError())
                .contains("L-02", "offset 0,");
    }

    @Test
    void refusesAHeaderWithMalformedQuotesOrWithoutAnEnd() {
        assertThat(judged(Judged.HEADER.replace("jyv", "\"jyv")).layoutError())
                .startsWith("L-07 ")
                .contains("email,\"jyv");
        assertThat(judged("\"email;jyv").layoutError()).startsWith("L-07 ");
        assertThat(judged(Judged.HEADER + " ".repeat(1 << 20)).layoutError()).startsWith("L-07 ");
    }

    @Test
    void refusesALargerFileUnread() {
        Layout small = with(List.of("jyv"), Optional.empty(), 1000, 100);

        Judged judged = Judged.bytes(folder, Judged.HEADER.getBytes(StandardCharsets.UTF_8), small, Judged.STANDARD);

        assertThat(judged.layoutError()).startsWith("L-08 ").contains(Judged.HEADER.length() + " bytes", "100 are");
        assertThat(small.judge(100)).isEmpty();
    }
}

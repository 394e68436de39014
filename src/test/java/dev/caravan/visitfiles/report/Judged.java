package dev.caravan.visitfiles.report;

import dev.caravan.visitfiles.report.ValidationSettings.Duplicate;
import dev.caravan.visitfiles.report.ValidationSettings.EmptyBrowser;
import dev.caravan.visitfiles.report.ValidationSettings.UnknownWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file and all that its validation says. Now is 20 February 2013, 02:00.
 *
 * @param summary null for a file that is no report
 */
record Judged(ReportFile report, @Nullable Summary summary, List<VisitRow> rows, List<RowError> errors) {

    static final LocalDateTime NOW = LocalDateTime.parse("2013-02-20T02:00");
    static final String HEADER = "email,jyv,Badmail,Baja,Fecha envio,Fecha open,Opens,Opens virales,Fecha click,Clicks,"
            + "Clicks virales,Links,IPs,Navegadores,Plataformas";
    static final ValidationSettings STANDARD =
            settings(UnknownWord.WARN, Duplicate.KEEP, Integer.MAX_VALUE, EmptyBrowser.KEEP);

    static ValidationSettings settings(UnknownWord word, Duplicate duplicates, int maxCount, EmptyBrowser browser) {
        return new ValidationSettings(
                ZoneId.of("America/Mexico_City"),
                LocalDate.parse("2000-01-01"),
                Duration.ofHours(24),
                word,
                word,
                duplicates,
                maxCount,
                browser,
                0.05);
    }

    /** A valid row without activity. */
    static String row(String name) {
        return name + "@ejemplo.com,,,,08/02/2013 18:30,-,0,0,-,0,0,-,-,-,-";
    }

    /** Each line with a line feed, below the usual header. */
    static Judged rows(Path folder, String... rows) {
        return text(folder, HEADER + "\n" + String.join("\n", rows) + "\n");
    }

    static Judged text(Path folder, String text) {
        return bytes(folder, text.getBytes(StandardCharsets.UTF_8));
    }

    static Judged bytes(Path folder, byte[] bytes) {
        return bytes(folder, bytes, Layout.STANDARD, STANDARD);
    }

    static Judged bytes(Path folder, byte[] bytes, Layout layout, ValidationSettings settings) {
        try {
            Path file = Files.createTempFile(folder, "report_", ".txt");
            return of(Files.write(file, bytes), layout, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Judged of(Path file, Layout layout, ValidationSettings settings) throws IOException {
        ReportFile report = ReportFile.open(file, layout);
        List<VisitRow> valid = new ArrayList<>();
        List<RowError> errors = new ArrayList<>();
        RowSink sink = new RowSink() {
            @Override
            public void valid(VisitRow row) {
                valid.add(row);
            }

            @Override
            public void rejected(RowError error) {
                errors.add(error);
            }
        };
        Summary summary = report.layoutError().isPresent()
                ? null
                : report.rows(settings, NOW, file.resolveSibling("scratch"), sink);
        return new Judged(report, summary, valid, errors);
    }

    static Layout strict() {
        Layout standard = Layout.STANDARD;
        return new Layout(
                standard.names(),
                List.of("jyv"),
                standard.fallback(),
                standard.maxLineBytes(),
                standard.maxFileBytes());
    }

    Verdict verdict() {
        return summary == null ? Verdict.FALLO_LAYOUT : summary.verdict();
    }

    /** What the file's second table is about: {@code line code,code column}. */
    List<String> errorsInShort() {
        return errors.stream()
                .map(error -> error.line() + " " + String.join(",", error.codes()) + " " + error.column())
                .toList();
    }

    List<String> emails() {
        return rows.stream().map(VisitRow::email).toList();
    }

    String layoutError() {
        return report.layoutError()
                .map(error -> error.code() + " " + error.message())
                .orElse("none");
    }
}

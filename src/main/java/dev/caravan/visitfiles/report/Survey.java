package dev.caravan.visitfiles.report;

import dev.caravan.platform.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a file once, to tell what it is as a whole. */
final class Survey {

    private final Path path;
    private final Layout layout;
    private final long bytes;

    Survey(Path path, Layout layout) throws IOException {
        this.path = path;
        this.layout = layout;
        this.bytes = Files.size(path);
    }

    ReportFile report() throws IOException {
        Optional<LayoutError> tooLarge = layout.judge(bytes);
        if (tooLarge.isPresent()) {
            return unread(null, tooLarge);
        }
        String sha256 = Digests.sha256(path);
        try {
            Encoding encoding = Encoding.of(path);
            try {
                return read(sha256, encoding, false);
            } catch (NotText e) {
                if (!encoding.charset().equals(StandardCharsets.UTF_8)
                        || layout.fallback().isEmpty()) {
                    throw e;
                }
                return read(sha256, encoding.in(layout.fallback().get()), true);
            }
        } catch (NotText e) {
            return unread(sha256, Layout.error(Code.L_02, "the byte at offset " + e.offset() + ", from 0, is none"));
        }
    }

    private ReportFile unread(@Nullable String sha256, Optional<LayoutError> error) {
        return new ReportFile(path, layout, bytes, sha256, null, null, error, 0, List.of());
    }

    private ReportFile read(String sha256, Encoding encoding, boolean fallback) throws IOException {
        CanonicalText text = new CanonicalText(encoding.open(path));
        try (LineReader lines = new LineReader(text, layout.maxLineBytes())) {
            Optional<LayoutError> error = header(lines);
            long rows = 0;
            String last = "";
            while (lines.next()) {
                rows++;
                last = lines.text();
            }
            List<Code> warnings = new ArrayList<>();
            addIf(rows == 0, Code.W_10, warnings);
            addIf(lines.mixedEnds(), Code.W_14, warnings);
            addIf(fallback, Code.W_17, warnings);
            addIf(rows > 0 && (lines.tooLong() || !isWhole(last)), Code.W_19, warnings);
            return new ReportFile(
                    path,
                    layout,
                    bytes,
                    sha256,
                    text.sha256(),
                    encoding.charset(),
                    error,
                    rows,
                    error.isPresent()
                            ? List.of()
                            : warnings.stream().map(Code::toString).toList());
        }
    }

    private Optional<LayoutError> header(LineReader lines) throws IOException {
        if (!lines.next()) {
            return Layout.error(Code.L_01, bytes + " bytes");
        }
        return lines.tooLong()
                ? Layout.error(Code.L_07, "it is longer than " + layout.maxLineBytes() + " bytes")
                : layout.judge(lines.text());
    }

    private static void addIf(boolean given, Code code, List<Code> warnings) {
        if (given) {
            warnings.add(code);
        }
    }

    private static boolean isWhole(String line) {
        String[] cells = CsvLine.cells(line);
        return cells != null && cells.length == Column.ALL.size();
    }
}

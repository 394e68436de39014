package dev.caravan.visitfiles.report;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file on the local disk that may be a report: what it is as a whole, and its rows. It is read once for each, line by
 * line, so its size does not matter; it may not change meanwhile.
 *
 * @param bytes its size
 * @param sha256 of its bytes; null for a file that is too large
 * @param canonicalSha256 of its lines, whatever their ends and charset: two files with the same hash have the same rows;
 *     null for a file that is too large, or no text
 * @param charset in which it is a text; null for a file that is too large, or no text
 * @param lines the rows: lines that are not blank, without the header
 * @param warnings codes about the file as a whole, ascending
 */
public record ReportFile(
        Path path,
        Layout layout,
        long bytes,
        @Nullable String sha256,
        @Nullable String canonicalSha256,
        @Nullable Charset charset,
        Optional<LayoutError> layoutError,
        long lines,
        List<String> warnings) {

    /** Bytes of an address, a date and fourteen commas, for example {@code a@b.mx,,,,01/01/2026 10:00,,,,,,,,,,}. */
    private static final int SHORTEST_ROW = 36;

    public ReportFile {
        warnings = List.copyOf(warnings);
    }

    /** @throws IOException when it cannot be read; whatever is in it is no exception, but a {@link #layoutError} */
    public static ReportFile open(Path path, Layout layout) throws IOException {
        return new Survey(path, layout).report();
    }

    /**
     * Judges each row; only for a file without a layout error.
     *
     * @param now in the zone of {@code settings}
     * @param folder where files may lie while this runs: up to 48 bytes a row of a file of more than 250,000
     * @param sink whose exceptions end this
     */
    public Summary rows(ValidationSettings settings, LocalDateTime now, Path folder, RowSink sink) throws IOException {
        if (layoutError.isPresent()) {
            throw new IllegalStateException(layoutError.toString());
        }
        Tally tally = new Tally(sink);
        long read = 0;
        Encoding encoding = Encoding.of(path).in(Objects.requireNonNull(charset));
        try (LineReader reader = new LineReader(encoding.open(path), layout.maxLineBytes());
                RowRules rules = new RowRules(settings, now, mostRows(), folder)) {
            reader.next();
            for (; reader.next(); read++) {
                rules.judge(reader, tally);
            }
        }
        if (read != lines) {
            throw new IOException(path + " had " + lines + " rows and has " + read + ": it was changed meanwhile");
        }
        return tally.summary(read, warnings, settings.errorRatio());
    }

    private long mostRows() {
        return Math.min(lines, bytes / SHORTEST_ROW);
    }
}

package dev.caravan.visitfiles.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one line: RFC 4180, but a quote never goes on into the next line, and blanks and tabs around a cell and
 * around its quotes do not belong to it. Lines without a quote, nearly all of them, need no parser.
 */
final class CsvLine {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(false)
            .get();

    private static final String[] LETTERS =
            IntStream.range(0, 128).mapToObj(c -> String.valueOf((char) c)).toArray(String[]::new);

    private CsvLine() {}

    /** @return at least one; null when a quote is neither around a cell nor doubled within one */
    static String @Nullable [] cells(String line) {
        if (line.indexOf('"') < 0) {
            return split(line);
        }
        return wellQuoted(line) ? parse(line) : null;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static String[] split(String line) {
        int commas = 0;
        for (int at = line.indexOf(','); at >= 0; at = line.indexOf(',', at + 1)) {
            commas++;
        }
        String[] cells = new String[commas + 1];
        int start = 0;
        for (int i = 0; i < commas; i++) {
            int end = line.indexOf(',', start);
            cells[i] = trimmed(line, start, end);
            start = end + 1;
        }
        cells[commas] = trimmed(line, start, line.length());
        return cells;
    }

    private static String trimmed(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return end - start == 1 ? letter(text.charAt(start)) : text.substring(start, end);
    }

    /** Most cells are one of the same few letters. */
    private static String letter(char c) {
        return c < LETTERS.length ? LETTERS[c] : String.valueOf(c);
    }

    /**
     * The parser takes a quote within an unquoted cell for a letter, so this must be looked at before. Of the parts
     * between quotes every other is outside of them: nothing, between two quotes that are one, or all up to the next
     * cell's quote.
     */
    private static boolean wellQuoted(String line) {
        String[] parts = line.split("\"", -1);
        if (parts.length % 2 == 0) {
            return false;
        }
        for (int i = 0; i < parts.length; i += 2) {
            String outside = trimmed(parts[i], 0, parts[i].length());
            boolean first = i == 0;
            boolean last = i == parts.length - 1;
            boolean edge = first || last;
            if (outside.isEmpty() ? !edge && !parts[i].isEmpty() : !separates(outside, first, last)) {
                return false;
            }
        }
        return true;
    }

    private static boolean separates(String outside, boolean first, boolean last) {
        return (first || outside.startsWith(",")) && (last || outside.endsWith(","));
    }

    private static String[] parse(String line) {
        try (CSVParser parser = CSVParser.parse(line, FORMAT)) {
            String[] cells = parser.iterator().next().values();
            for (int i = 0; i < cells.length; i++) {
                cells[i] = trimmed(cells[i], 0, cells[i].length());
            }
            return cells;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.caravan.visitfiles.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a row is not loaded, and the row, so that it can be corrected and sent again.
 *
 * @param line physical, from 1
 * @param codes in the order of the rules, without repeats, the first decides; for example {@code R-03}
 * @param column the header's name of the first code's column; null when the row as a whole is wrong
 * @param value of that column, at most 512 characters
 * @param original the line before any parsing, at most 1,048,576 bytes of it
 */
public record RowError(
        int line,
        List<String> codes,
        @Nullable String column,
        @Nullable String value,
        String message,
        String original) {

    public RowError {
        codes = List.copyOf(codes);
    }
}

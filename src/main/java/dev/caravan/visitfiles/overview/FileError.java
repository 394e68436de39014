package dev.caravan.visitfiles.overview;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of errores.
 *
 * @param line physical, from 1; 0 for the file as a whole
 * @param code the deciding one
 * @param codes all of them, in the order of the rules
 * @param original the line as it is in the file; null for the file as a whole
 */
public record FileError(
        int line,
        String code,
        List<String> codes,
        @Nullable String column,
        @Nullable String value,
        String message,
        @Nullable String original) {

    public FileError {
        codes = List.copyOf(codes);
    }
}

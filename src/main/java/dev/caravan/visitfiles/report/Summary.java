package dev.caravan.visitfiles.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file's rows in numbers.
 *
 * @param read lines that are not blank, without the header: valid + errors
 * @param warned valid rows with a warning or more
 * @param errorCodes how many rows have an error that this code decides; their sum is the errors
 * @param warningCodes how many rows have this warning
 * @param fileWarnings codes about the file as a whole, ascending
 */
public record Summary(
        long read,
        long valid,
        long errors,
        long warned,
        Map<String, Long> errorCodes,
        Map<String, Long> warningCodes,
        List<String> fileWarnings) {

    public Summary {
        if (read != valid + errors) {
            throw new IllegalArgumentException(read + " rows are not " + valid + " valid and " + errors + " errors");
        }
        errorCodes = Collections.unmodifiableMap(new TreeMap<>(errorCodes));
        warningCodes = Collections.unmodifiableMap(new TreeMap<>(warningCodes));
        fileWarnings = List.copyOf(fileWarnings);
    }

    public Verdict verdict() {
        return errors == 0 ? Verdict.COMPLETADO : Verdict.COMPLETADO_CON_ERRORES;
    }
}

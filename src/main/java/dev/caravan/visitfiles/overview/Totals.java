package dev.caravan.visitfiles.overview;

import static dev.caravan.visitfiles.load.FileStatus.COMPLETADO;
import static dev.caravan.visitfiles.load.FileStatus.COMPLETADO_CON_ERRORES;
import static dev.caravan.visitfiles.load.FileStatus.FALLO_LAYOUT;
import static dev.caravan.visitfiles.load.FileStatus.FALLO_SISTEMA;

import dev.caravan.visitfiles.load.FileStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files and rows, added up: {@code files} is the sum of {@code byStatus}, {@code rowsRead} that of valid ones and errors.
 *
 * @param byStatus every status, also with 0
 * @param rowsRead of files that are loaded; what was taken out again is not counted
 * @param visitorsNew e-mails that a file was the first to bring
 * @param visitorsKnown other e-mails, once for each file
 * @param needOperator files that nobody tries again by himself
 * @param millis spent on all files, each from its first claim to its end
 * @param successRate loaded files, with or without errors in rows, to all that came to a result; null without any
 * @param errorRatio of rows; null without rows
 */
public record Totals(
        long files,
        long bytes,
        Map<FileStatus, Long> byStatus,
        long rowsRead,
        long rowsValid,
        long rowsErrors,
        long rowsWarned,
        long visitorsNew,
        long visitorsKnown,
        long needOperator,
        long millis,
        @Nullable Double successRate,
        @Nullable Double errorRatio) {

    static final Totals NONE = new Totals(0, 0, Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, null, null);

    public Totals {
        Map<FileStatus, Long> all = new EnumMap<>(FileStatus.class);
        for (FileStatus status : FileStatus.values()) {
            all.put(status, byStatus.getOrDefault(status, 0L));
        }
        byStatus = all;
    }

    Totals plus(Totals more) {
        Map<FileStatus, Long> statuses = new EnumMap<>(byStatus);
        more.byStatus.forEach((status, count) -> statuses.merge(status, count, Long::sum));
        long loaded = sum(statuses, COMPLETADO, COMPLETADO_CON_ERRORES);
        long failed = sum(statuses, FALLO_LAYOUT, FALLO_SISTEMA);
        long read = rowsRead + more.rowsRead;
        long errors = rowsErrors + more.rowsErrors;
        return new Totals(
                files + more.files,
                bytes + more.bytes,
                statuses,
                read,
                rowsValid + more.rowsValid,
                errors,
                rowsWarned + more.rowsWarned,
                visitorsNew + more.visitorsNew,
                visitorsKnown + more.visitorsKnown,
                needOperator + more.needOperator,
                millis + more.millis,
                ratio(loaded, loaded + failed),
                ratio(errors, read));
    }

    private static @Nullable Double ratio(long part, long all) {
        return all == 0 ? null : (double) part / all;
    }

    /** Files of these statuses. */
    long of(FileStatus... statuses) {
        return sum(byStatus, statuses);
    }

    private static long sum(Map<FileStatus, Long> counts, FileStatus... statuses) {
        return Stream.of(statuses)
                .mapToLong(status -> counts.getOrDefault(status, 0L))
                .sum();
    }
}

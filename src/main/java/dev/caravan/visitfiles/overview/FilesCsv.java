package dev.caravan.visitfiles.overview;

import dev.caravan.platform.Spreadsheet;
import dev.caravan.visitfiles.load.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Reports and errors as CSV (RFC 4180) with a header; the columns have the names of the tables. A text that a
 * spreadsheet would take for a formula has a {@code '} before it.
 */
public final class FilesCsv implements AutoCloseable {

    private final CSVPrinter csv;

    private FilesCsv(Appendable out, String... header) throws IOException {
        this.csv = new CSVPrinter(out, CSVFormat.RFC4180);
        csv.printRecord((Object[]) header);
    }

    /** A line for each file of a day, or for each day of a month. */
    public static String report(FilesReport report) {
        StringBuilder out = new StringBuilder();
        try (FilesCsv csv = report.usual() == null ? days(out) : files(out)) {
            for (FileEntry file : report.files()) {
                csv.file(file);
            }
            for (FilesReport.DayTotals day : report.days()) {
                csv.day(day);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static FilesCsv files(Appendable out) throws IOException {
        return new FilesCsv(
                out,
                "id_carga",
                "fuente",
                "nombre_archivo",
                "tamano_origen",
                "sha256",
                "estatus",
                "etapa",
                "filas_leidas",
                "filas_validas",
                "filas_error",
                "filas_advertencia",
                "intentos_flujo",
                "duracion_ms",
                "codigo_fallo",
                "mensaje_fallo",
                "zip_respaldo",
                "borrado_origen_en",
                "fin");
    }

    private void file(FileEntry file) throws IOException {
        print(
                file.id(),
                file.source(),
                file.name(),
                file.bytes(),
                file.sha256(),
                file.status(),
                file.stage(),
                file.rowsRead(),
                file.rowsValid(),
                file.rowsErrors(),
                file.rowsWarned(),
                file.tries(),
                file.millis(),
                file.code(),
                file.message(),
                file.zip(),
                file.sourceDeletedAt(),
                file.endedAt());
    }

    private static FilesCsv days(Appendable out) throws IOException {
        Stream<String> statuses = Stream.of(FileStatus.values()).map(FileStatus::name);
        Stream<String> rows = Stream.of("filas_leidas", "filas_validas", "filas_error", "filas_advertencia");
        return new FilesCsv(
                out,
                Stream.of(Stream.of("dia", "archivos", "bytes"), statuses, rows)
                        .flatMap(columns -> columns)
                        .toArray(String[]::new));
    }

    private void day(FilesReport.DayTotals day) throws IOException {
        Totals totals = day.totals();
        List<Object> values = new ArrayList<>(List.of(day.day(), totals.files(), totals.bytes()));
        values.addAll(totals.byStatus().values());
        values.addAll(List.of(totals.rowsRead(), totals.rowsValid(), totals.rowsErrors(), totals.rowsWarned()));
        print(values.toArray());
    }

    /** The errors of a file, to be handed over one by one. */
    public static FilesCsv errors(Appendable out) throws IOException {
        return new FilesCsv(out, "num_linea", "codigo", "codigos", "columna", "valor", "mensaje", "fila_original");
    }

    /** Writes one line. */
    public void error(FileError error) {
        try {
            print(
                    error.line(),
                    error.code(),
                    String.join(",", error.codes()),
                    error.column(),
                    error.value(),
                    error.message(),
                    error.original());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(@Nullable Object... values) throws IOException {
        csv.printRecord(Stream.of(values).map(Spreadsheet::cell).toArray());
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}

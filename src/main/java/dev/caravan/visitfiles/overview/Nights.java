package dev.caravan.visitfiles.overview;

import dev.caravan.platform.SqlFile;
import dev.caravan.visitfiles.overview.FilesReport.Listing;
import dev.caravan.visitfiles.overview.FilesReport.Run;
import dev.caravan.visitfiles.overview.FilesReport.RunStatus;
import dev.caravan.visitfiles.overview.FilesReport.Storage;
import dev.caravan.visitfiles.overview.FilesReport.Zip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** What was done on a day beside its files: runs, listings, the zip, what was removed. */
final class Nights {

    private final NamedParameterJdbcTemplate sql;
    private final LongSupplier free;

    /** @param free bytes on the disk of the files */
    Nights(DataSource database, LongSupplier free) {
        this.sql = new NamedParameterJdbcTemplate(database);
        this.free = free;
    }

    List<Run> runs(LocalDate day) {
        return sql.query(
                SqlFile.read("visitfiles/report-runs.sql"), Map.of("day", day.toString()), (row, number) -> run(row));
    }

    private static Run run(ResultSet row) throws SQLException {
        boolean underWay = row.getBoolean("under_way");
        RunStatus status = underWay
                ? RunStatus.EN_CURSO
                : row.getBoolean("broken")
                        ? RunStatus.FALLIDA
                        : row.getBoolean("incidents") ? RunStatus.OK_CON_INCIDENCIAS : RunStatus.OK;
        return new Run(
                row.getString("id"),
                row.getString("requested_by"),
                status,
                FileEntry.time(row, "created_at"),
                underWay ? null : FileEntry.timeOrNull(row, "ended_at"));
    }

    List<Listing> listings(LocalDate day) {
        return sql.query(
                SqlFile.read("visitfiles/report-listings.sql"),
                Map.of("day", day.toString()),
                (row, number) -> new Listing(
                        row.getString("subject"),
                        row.getString("state"),
                        row.getString("error_code"),
                        row.getLong("listed"),
                        row.getLong("ignored"),
                        ignored(row.getString("subject"), day),
                        row.getLong("unstable")));
    }

    private List<String> ignored(String source, LocalDate day) {
        return sql.queryForList(
                "select nombre from nombre_ignorado where fuente = :source and fecha = :day order by nombre",
                Map.of("source", source, "day", day),
                String.class);
    }

    Storage storage(LocalDate day) {
        Zip zip = sql
                .query("select * from respaldo_zip where fecha = :day", Map.of("day", day), (row, number) -> zip(row))
                .stream()
                .findFirst()
                .orElse(null);
        return sql.query(
                        SqlFile.read("visitfiles/report-removed.sql"),
                        Map.of("day", day.toString()),
                        (row, number) -> new Storage(zip, row.getLong("zips"), row.getLong("logs"), free.getAsLong()))
                .get(0);
    }

    private static Zip zip(ResultSet row) throws SQLException {
        String path = row.getString("ruta");
        return new Zip(
                path.substring(path.lastIndexOf('/') + 1),
                row.getLong("entradas"),
                row.getLong("bytes"),
                FileEntry.time(row, "verificado_en"),
                FileEntry.timeOrNull(row, "borrado_en"));
    }
}

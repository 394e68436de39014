package dev.caravan.visitfiles.load;

import dev.caravan.platform.SqlFile;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The days' zips that there are and were, respaldo_zip. Safe for many threads. */
public final class BackupLog {

    private final NamedParameterJdbcTemplate sql;

    public BackupLog(DataSource database) {
        this.sql = new NamedParameterJdbcTemplate(database);
    }

    /**
     * A zip was written and read again, for the first time or anew.
     *
     * @param entries files, without the manifest
     * @param expires the last day on which it is kept
     */
    public void written(LocalDate day, String path, String sha256, int entries, long bytes, LocalDate expires) {
        sql.update(
                SqlFile.read("visitfiles/zip-written.sql"),
                Map.of(
                        "day", day,
                        "path", path,
                        "sha256", sha256,
                        "entries", entries,
                        "bytes", bytes,
                        "expires", expires));
    }

    /** Days before this one whose zips are not known to be deleted, oldest first. */
    public List<LocalDate> kept(LocalDate before) {
        return sql.queryForList(
                "select fecha from respaldo_zip where fecha < :before and borrado_en is null order by fecha",
                Map.of("before", before),
                LocalDate.class);
    }

    /** With the zip the copies in it are gone: what has the same content and comes again is backed up anew. */
    public void deleted(LocalDate day, String zip) {
        sql.update(
                "update bitacora_control set zip_respaldo = null, ruta_respaldo = null"
                        + " where zip_respaldo = :zip and ruta_respaldo is not null",
                Map.of("zip", zip));
        sql.update("update respaldo_zip set borrado_en = utc_timestamp(3) where fecha = :day", Map.of("day", day));
    }

    /** Whether something is still to be done with a file of the zip. */
    public boolean isNeeded(String zip) {
        return Boolean.TRUE.equals(
                sql.queryForObject(SqlFile.read("visitfiles/zip-needed.sql"), Map.of("zip", zip), Boolean.class));
    }
}

package dev.caravan.visitfiles.overview;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.SqlFile;
import dev.caravan.run.Period;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Files and their errors, a page at a time. Safe for many threads. */
public final class FilePages {

    private static final Period EVER = new Period(LocalDate.of(1000, 1, 2), LocalDate.of(9999, 1, 1));

    private final NamedParameterJdbcTemplate sql;
    private final NamedParameterJdbcTemplate rowByRow;
    private final ZoneId zone;

    /** @param zone in which a day begins and ends */
    public FilePages(DataSource database, ZoneId zone) {
        this.sql = new NamedParameterJdbcTemplate(database);
        this.rowByRow = new NamedParameterJdbcTemplate(database);
        // the driver's word for not keeping all rows in memory
        this.rowByRow.getJdbcTemplate().setFetchSize(Integer.MIN_VALUE);
        this.zone = zone;
    }

    /**
     * Youngest first.
     *
     * @param after the last one of the page before; {@code Long.MAX_VALUE} for the first page
     */
    public List<FileEntry> files(FileFilter filter, long after, int limit) {
        Map<String, Object> parameters = bounds(filter.days() == null ? EVER : filter.days(), zone);
        parameters.put("after", after);
        parameters.put("source", filter.source());
        parameters.put("status", filter.status() == null ? "" : filter.status().name());
        parameters.put("run", filter.run());
        parameters.put("limit", limit);
        return sql.query(SqlFile.read("visitfiles/page-files.sql"), parameters, (row, number) -> FileEntry.of(row));
    }

    /** {@code from} inclusive and {@code to} exclusive, as the tables have times: UTC. */
    static Map<String, Object> bounds(Period days, ZoneId zone) {
        Map<String, Object> bounds = new HashMap<>();
        bounds.put("from", start(days.from(), zone));
        bounds.put("to", start(days.to(), zone));
        return bounds;
    }

    private static LocalDateTime start(LocalDate day, ZoneId zone) {
        return LocalDateTime.ofInstant(day.atStartOfDay(zone).toInstant(), ZoneOffset.UTC);
    }

    /**
     * One file.
     *
     * @param file its id_carga, or its name: then the youngest one of this name
     * @throws InvalidRequest {@code file-unknown}
     */
    public FileEntry find(String file) {
        boolean id = file.matches("\\d{1,18}");
        return sql
                .query(
                        "select * from bitacora_control where " + (id ? "id_carga" : "nombre_archivo")
                                + " = :file order by id_carga desc limit 1",
                        Map.of("file", id ? Long.valueOf(file) : file),
                        (row, number) -> FileEntry.of(row))
                .stream()
                .findFirst()
                .orElseThrow(() -> new InvalidRequest(
                        "file-unknown", "There is no report file '" + file + "': give its id, or its whole name"));
    }

    /** How many lines each deciding code has rejected, by code; a code L is of the file as a whole. */
    public Map<String, Long> errorCounts(long id) {
        Map<String, Long> counts = new LinkedHashMap<>();
        sql.query(
                "select codigo, count(*) as filas from errores where id_carga = :id group by codigo order by codigo",
                Map.of("id", id),
                row -> {
                    counts.put(row.getString("codigo"), row.getLong("filas"));
                });
        return counts;
    }

    /**
     * Hands over a file's errors in the order of its lines, one at a time: an original line may be a megabyte.
     *
     * @param code only those whose deciding code it is; empty for all
     * @param after the line of the last one of the page before; -1 for the first page
     * @param letters of an original line at most; the rest is cut off
     */
    public void errors(long id, String code, long after, long limit, int letters, Consumer<FileError> each) {
        rowByRow.query(
                SqlFile.read("visitfiles/page-errors.sql"),
                Map.of("id", id, "code", code, "after", after, "limit", limit, "letters", letters),
                row -> {
                    each.accept(error(row));
                });
    }

    static FileError error(ResultSet row) throws SQLException {
        return new FileError(
                row.getInt("num_linea"),
                row.getString("codigo"),
                List.of(row.getString("codigos").split(",")),
                row.getString("columna"),
                row.getString("valor"),
                row.getString("mensaje"),
                row.getString("fila_original"));
    }
}

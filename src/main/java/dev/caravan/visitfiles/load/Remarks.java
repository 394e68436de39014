package dev.caravan.visitfiles.load;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is worth telling of files and listings, and changes nothing: for reports. Safe for many threads. */
public final class Remarks {

    private static final int NAME = 255;

    private final NamedParameterJdbcTemplate sql;
    private final TransactionTemplate transaction;

    public Remarks(DataSource database) {
        this.sql = new NamedParameterJdbcTemplate(database);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    }

    /**
     * How often a file was warned of; what was said of it before is forgotten.
     *
     * @param warnings rows by code; of a code that is about the file as a whole: 1
     */
    public void warnings(long id, Map<String, Long> warnings) {
        transaction.executeWithoutResult(status -> {
            sql.update("delete from advertencia_carga where id_carga = :id", Map.of("id", id));
            warnings.forEach((code, rows) -> warning(id, code, rows));
        });
    }

    /** One more of these warnings. */
    public void warning(long id, String code, long rows) {
        sql.update(
                "insert into advertencia_carga (id_carga, codigo, filas) values (:id, :code, :rows)"
                        + " on duplicate key update filas = values(filas)",
                Map.of("id", id, "code", code, "rows", rows));
    }

    /** Rows by code. */
    public Map<String, Long> warnings(long id) {
        Map<String, Long> warnings = new TreeMap<>();
        sql.query("select codigo, filas from advertencia_carga where id_carga = :id", Map.of("id", id), row -> {
            warnings.put(row.getString("codigo"), row.getLong("filas"));
        });
        return warnings;
    }

    /**
     * What a listing found that is no report; what an earlier one of the day found is forgotten.
     *
     * @param names the first of them
     */
    public void ignored(String source, LocalDate day, Collection<String> names) {
        Map<String, Object> listing = Map.of("source", source, "day", day);
        transaction.executeWithoutResult(status -> {
            sql.update("delete from nombre_ignorado where fuente = :source and fecha = :day", listing);
            names.forEach(name -> sql.update(
                    "insert ignore into nombre_ignorado (fuente, fecha, nombre) values (:source, :day, :name)",
                    Map.of("source", source, "day", day, "name", name.substring(0, Math.min(name.length(), NAME)))));
        });
    }
}

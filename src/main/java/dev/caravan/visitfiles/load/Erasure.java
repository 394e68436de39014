package dev.caravan.visitfiles.load;

import dev.caravan.platform.SqlFile;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Removes a person from all tables, as the law may ask for. Copies of files are not touched, but named. */
public final class Erasure {

    private final Transactions transactions;
    private final Function<List<FileRecord>, List<String>> copies;

    /**
     * @param database of {@link VisitFilesDatabase#open}
     * @param copies where the copies of files lie
     */
    public Erasure(DataSource database, Function<List<FileRecord>, List<String>> copies) {
        this.transactions = new Transactions(database);
        this.copies = copies;
    }

    /**
     * What was removed, and what is left.
     *
     * @param rows of estadisticas
     * @param errors rejected lines whose text was blanked; they still count
     * @param copies of files that the address came in
     * @param possible copies of files that are in no table, so that nobody knows
     */
    public record Erased(int rows, int errors, List<String> copies, List<String> possible) {}

    /**
     * Looks through all rejected lines. The counters of the files stay. Nothing is removed when the copies cannot be
     * looked for.
     *
     * @param email in any case
     */
    public Erased erase(String email) {
        Map<String, Object> person = Map.of("email", email.strip().toLowerCase(Locale.ROOT));
        return transactions.run((connection, repeats) -> {
            Erased erased = erase(connection, person);
            connection.commit();
            return erased;
        });
    }

    private Erased erase(Connection connection, Map<String, Object> person) {
        NamedParameterJdbcTemplate sql =
                new NamedParameterJdbcTemplate(new SingleConnectionDataSource(connection, true));
        // waits for loads that are bringing the person, before the visitor is looked for
        List<Long> loads = new ArrayList<>(sql.queryForList(
                "select distinct id_carga from estadisticas where email = :email for update", person, Long.class));
        int rows = sql.update("delete from estadisticas where email = :email", person);
        List<Map<String, Object>> errors = errors(sql, person);
        errors.forEach(error -> loads.add((Long) error.get("load")));
        errors.forEach(error -> blank(sql, error));
        sql.queryForList("select id_visitante from visitantes where email = :email for update", person, Long.class);
        sql.update(
                "delete from visitante_mes where id_visitante in"
                        + " (select id_visitante from visitantes where email = :email)",
                person);
        sql.update("delete from visitantes where email = :email", person);
        List<FileRecord> files =
                loads.isEmpty() ? List.of() : files(sql, "visitfiles/erased-files.sql", Map.of("loads", loads));
        List<FileRecord> unloaded = new ArrayList<>(files(sql, "visitfiles/unloaded-files.sql", Map.of()));
        unloaded.removeAll(files);
        return new Erased(rows, errors.size(), copies.apply(files), copies.apply(unloaded));
    }

    private static List<FileRecord> files(NamedParameterJdbcTemplate sql, String query, Map<String, ?> parameters) {
        return sql.query(SqlFile.read(query), parameters, (row, number) -> FileRecord.of(row));
    }

    /** What line 0 says is in the file's record too. */
    private static void blank(NamedParameterJdbcTemplate sql, Map<String, Object> error) {
        sql.update(
                "update errores set valor = null, fila_original = null, mensaje = 'Erased'"
                        + " where id_carga = :load and num_linea = :line",
                error);
        sql.update("update bitacora_control set mensaje_fallo = 'Erased' where id_carga = :load and :line = 0", error);
    }

    /** Lines with the address as a word of its own: that of others may contain it. */
    private static List<Map<String, Object>> errors(NamedParameterJdbcTemplate sql, Map<String, Object> person) {
        Pattern word = Pattern.compile(
                "(?i)(?<![\\w.+-])" + Pattern.quote(String.valueOf(person.get("email"))) + "(?![\\w-]|\\.\\w)");
        return sql
                .query(
                        "select id_carga, num_linea, concat_ws(' ', valor, mensaje, fila_original) as texto from errores"
                                + " where locate(:email, lower(concat_ws(' ', valor, mensaje, fila_original))) > 0",
                        person,
                        (row, number) -> word.matcher(row.getString("texto")).find()
                                ? Map.<String, Object>of(
                                        "load", row.getLong("id_carga"), "line", row.getLong("num_linea"))
                                : Map.<String, Object>of())
                .stream()
                .filter(error -> !error.isEmpty())
                .toList();
    }
}

package dev.caravan.visitfiles.load;

import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Removes a person from all tables, as the law may ask for. Files that are backed up are not touched, but named. */
public final class Erasure {

    private final Transactions transactions;

    /** @param database of {@link VisitFilesDatabase#open} */
    public Erasure(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /**
     * What was removed, and what is left.
     *
     * @param rows of estadisticas
     * @param errors rejected lines whose text was blanked; they still count
     * @param copies zips and single files that still hold the address, without repeats, sorted
     */
    public record Erased(int rows, int errors, List<String> copies) {}

    /**
     * Looks through all rejected lines. The counters of the files stay.
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

    private static Erased erase(Connection connection, Map<String, Object> person) {
        NamedParameterJdbcTemplate sql =
                new NamedParameterJdbcTemplate(new SingleConnectionDataSource(connection, true));
        sql.queryForList("select id_visitante from visitantes where email = :email for update", person, Long.class);
        List<Map<String, Object>> errors = errors(sql, person);
        List<String> copies = sql.queryForList(
                "select distinct coalesce(c.zip_respaldo, c.ruta_respaldo) as copia from bitacora_control c"
                        + " where c.ruta_respaldo is not null and (c.id_carga in (:errors)"
                        + " or c.id_carga in (select id_carga from estadisticas where email = :email)) order by copia",
                Map.of(
                        "email",
                        String.valueOf(person.get("email")),
                        "errors",
                        errors.isEmpty()
                                ? List.of(0)
                                : errors.stream()
                                        .map(error -> error.get("load"))
                                        .toList()),
                String.class);
        for (Map<String, Object> error : errors) {
            sql.update(
                    "update errores set valor = null, fila_original = null, mensaje = 'Erased'"
                            + " where id_carga = :load and num_linea = :line",
                    error);
        }
        sql.update(
                "delete from visitante_mes where id_visitante in"
                        + " (select id_visitante from visitantes where email = :email)",
                person);
        sql.update("delete from visitantes where email = :email", person);
        return new Erased(sql.update("delete from estadisticas where email = :email", person), errors.size(), copies);
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

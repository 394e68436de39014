package dev.caravan.visitfiles.load;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The statements of one load, on one connection: A.5 of the specification, steps 1 to 8. Who calls it commits. Reads
 * what is committed only, and locks visitors in the order of their e-mails.
 */
final class LoadTransaction {

    private final Connection connection;
    private final LoadRequest request;
    private final VisitBasis basis;
    private final int period;
    private final NamedParameterJdbcTemplate sql;
    private final Map<String, @Nullable Object> parameters = new HashMap<>();

    /** @param period this month */
    LoadTransaction(Connection connection, LoadRequest request, VisitBasis basis, int period) {
        this.connection = connection;
        this.request = request;
        this.basis = basis;
        this.period = period;
        this.sql = new NamedParameterJdbcTemplate(new SingleConnectionDataSource(connection, true));
        parameters.put("load", request.id());
        parameters.put("token", request.token());
        parameters.put("source", request.source());
        parameters.put("name", request.name());
        parameters.put("hash", request.hash());
        parameters.put("period", period);
    }

    /** Who has loaded this content; empty for nobody. Sees what others have not committed by waiting for it. */
    Optional<Long> owner() {
        return id("select id_carga from archivo_cargado where fuente = :source and sha256_canonico = :hash for update");
    }

    /** A load of this content that was taken out again: its own row may be loaded anew, no other. */
    Optional<Long> withdrawn() {
        return id("select min(id_carga) from bitacora_control where fuente = :source and sha256_canonico = :hash"
                + " and estatus = 'RETIRADO' and id_carga <> :load");
    }

    /** The last load of this name. */
    Optional<Long> sameName() {
        return id(SqlFile.read("visitfiles/same-name.sql"));
    }

    private Optional<Long> id(String query) {
        return sql.queryForList(query, parameters, Long.class).stream()
                .filter(id -> id != null)
                .findFirst();
    }

    /** The rows of a large file, before anybody can see them. */
    DetailWriter stage(Rows rows) throws SQLException {
        connection.setAutoCommit(true);
        run("drop temporary table if exists carga_filas, carga_errores");
        run(SqlFile.read("visitfiles/staging-table.sql"));
        run(SqlFile.read("visitfiles/staging-errors-table.sql"));
        DetailWriter writer = DetailWriter.staged(connection, totals());
        rows.into(writer);
        writer.end();
        connection.setAutoCommit(false);
        return writer;
    }

    private VisitTotals totals() {
        return new VisitTotals(connection, basis, period, VisitTotals.IN_MEMORY, request.scratch());
    }

    /** @throws org.springframework.dao.DuplicateKeyException when somebody has loaded this content */
    void takeContent() {
        run("insert into archivo_cargado (fuente, sha256_canonico, id_carga, cargado_en)"
                + " values (:source, :hash, :load, utc_timestamp(3))");
    }

    void moveStaged() {
        run("insert into estadisticas (id_carga, " + DetailWriter.DETAIL + ") select :load, " + DetailWriter.DETAIL
                + " from carga_filas order by num_linea");
        run("insert into errores (id_carga, nivel, creado_en, " + DetailWriter.ERRORS
                + ") select :load, 'FILA', utc_timestamp(3), " + DetailWriter.ERRORS + " from carga_errores");
    }

    DetailWriter write(Rows rows) {
        DetailWriter writer = DetailWriter.direct(connection, request.id(), totals());
        rows.into(writer);
        writer.end();
        return writer;
    }

    /** Adds the visits up, and says that the file is loaded. */
    LoadCounts addUp(DetailWriter written) {
        run("drop temporary table if exists carga_visitas");
        run(SqlFile.read("visitfiles/totals-table.sql"));
        written.writeTotals();
        int known = run(SqlFile.read("visitfiles/visitors-known.sql"));
        int affected = run(SqlFile.read("visitfiles/visitors-new.sql"));
        run(SqlFile.read("visitfiles/months.sql"));
        if (number("select exists (select 1 from visitantes where periodo_ref < :period or periodo_ref > :period)")
                > 0) {
            run(SqlFile.read("visitfiles/current.sql"));
        }
        // an insert counts as one row; an update, of who has become known in between, as two
        long late = affected - (written.visitors() - known);
        LoadCounts counts = new LoadCounts(
                written.valid(), written.rejected(), written.warned(), written.visitors() - known - late, known + late);
        reconcile(counts, written.visits());
        finish(written, counts);
        return counts;
    }

    /** A.7.5: what was written is what was handed over. */
    private void reconcile(LoadCounts counts, long visits) {
        check("rows in estadisticas", counts.valid(), "select count(*) from estadisticas where id_carga = :load");
        check(
                "rows in errores",
                counts.rejected(),
                "select count(*) from errores where id_carga = :load and nivel = 'FILA'");
        check("visits by month", visits, "select coalesce(sum(visitas), 0) from carga_visitas");
        check("visits by visitor", visits, "select coalesce(sum(total), 0) from carga_visitas");
    }

    private void check(String what, long expected, String query) {
        long found = number(query);
        if (found != expected) {
            throw new PipelineException.Permanent(
                    "visitfiles-rows-do-not-add-up",
                    "S-14: load " + request.id() + ", " + what + ": " + found + ", expected " + expected);
        }
    }

    private void finish(DetailWriter written, LoadCounts counts) {
        parameter("first", written.firstSent());
        parameter("last", written.lastSent());
        run("update archivo_cargado set primer_envio = :first, ultimo_envio = :last where id_carga = :load");
        parameter("status", counts.status().name());
        parameter("read", counts.read());
        parameter("valid", counts.valid());
        parameter("rejected", counts.rejected());
        parameter("warned", counts.warned());
        parameter("new", counts.newVisitors());
        parameter("known", counts.knownVisitors());
        if (run(SqlFile.read("visitfiles/loaded.sql")) == 0) {
            throw new PipelineException.Abandoned(
                    "S-13: load " + request.id() + " is no longer ours (token " + request.token() + ")");
        }
    }

    private void parameter(String name, @Nullable Object value) {
        parameters.put(name, value);
    }

    /** W-16: rows whose e-mail and send date another load has too; asks only when another load is of these days. */
    long repeated() {
        return number(SqlFile.read("visitfiles/same-days.sql")) == 0
                ? 0
                : number(SqlFile.read("visitfiles/repeated.sql"));
    }

    /** Of a load that is done. */
    LoadCounts counts() {
        return sql.query(
                        "select * from bitacora_control where id_carga = :load",
                        parameters,
                        (row, number) -> FileRecord.counts(row))
                .get(0);
    }

    /** Gives the temporary tables' room back. */
    void drop() {
        run("drop temporary table if exists carga_visitas, carga_filas, carga_errores");
    }

    int period() {
        return period;
    }

    private long number(String query) {
        Long number = sql.queryForObject(query, parameters, Long.class);
        return number == null ? 0 : number;
    }

    private int run(String statement) {
        return sql.update(statement, parameters);
    }
}

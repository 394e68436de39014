package dev.caravan.visitfiles.load;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.SqlFile;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Takes a load's rows out again, and its visits from the totals: afterwards the tables are as if it had never been, but
 * for its row in bitacora_control, which is RETIRADO. Who calls it commits.
 */
final class Withdrawal {

    private final NamedParameterJdbcTemplate sql;
    private final VisitBasis basis;
    private final Map<String, Object> parameters = new HashMap<>();

    /** @param period this month */
    Withdrawal(Connection connection, VisitBasis basis, int period) {
        this.sql = new NamedParameterJdbcTemplate(new SingleConnectionDataSource(connection, true));
        this.basis = basis;
        parameters.put("period", period);
    }

    /** @throws InvalidRequest {@code visitfiles-not-loaded} when there is nothing to take out */
    void take(long load) {
        parameters.put("load", load);
        run("drop temporary table if exists carga_visitas, carga_resto");
        run(SqlFile.read("visitfiles/totals-table.sql"));
        run(SqlFile.read("visitfiles/rest-table.sql"));
        List<Long> loaded = sql.queryForList(
                "select id_carga from archivo_cargado where id_carga = :load for update", parameters, Long.class);
        if (loaded.isEmpty()) {
            throw new InvalidRequest("visitfiles-not-loaded", "Load " + load + " is not loaded");
        }
        run(basis.in(SqlFile.read("visitfiles/totals-of-load.sql")));
        run(SqlFile.read("visitfiles/lock-visitors.sql"));
        run(SqlFile.read("visitfiles/months-less.sql"));
        run("delete from estadisticas where id_carga = :load");
        run("delete from errores where id_carga = :load");
        run("delete from archivo_cargado where id_carga = :load");
        run(SqlFile.read("visitfiles/months-none.sql"));
        run(basis.in(SqlFile.read("visitfiles/rest.sql")));
        run(SqlFile.read("visitfiles/visitors-again.sql"));
        run(SqlFile.read("visitfiles/visitors-none.sql"));
        run("update bitacora_control set estatus = 'RETIRADO' where id_carga = :load");
        run("drop temporary table carga_visitas, carga_resto");
    }

    private void run(String statement) {
        sql.update(statement, parameters);
    }
}

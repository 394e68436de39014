package dev.caravan.visitfiles.load;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.SqlFile;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The visitors' totals beside the loads: the turn of the month, corrections, checks. Safe for many threads. */
public final class Visitors {

    /** By {@link #recount}. */
    public static final int MOST_NAMED = 100;

    private static final int CHUNK = 10_000;

    private final Transactions transactions;
    private final LoadSettings settings;
    private final Clock clock;

    /** @param database of {@link VisitFilesDatabase#open} */
    public Visitors(DataSource database, LoadSettings settings, Clock clock) {
        this.transactions = new Transactions(database);
        this.settings = settings;
        this.clock = clock;
    }

    private int period() {
        return new BusinessZone(settings.zone()).period(clock);
    }

    /**
     * Counts this year and this month anew for all visitors whose counters are of another month; in transactions of
     * 10,000 ids. May be interrupted and done again.
     *
     * @return visitors that were changed
     */
    public long rollOver() {
        int period = period();
        long last = transactions.run((connection, repeats) -> {
            Long id = sql(connection)
                    .queryForObject(
                            "select max(id_visitante) from visitantes where periodo_ref < :period or periodo_ref > :period",
                            Map.of("period", period),
                            Long.class);
            return id == null ? 0 : id;
        });
        long changed = 0;
        for (long from = 0; from <= last; from += CHUNK) {
            Map<String, Object> parameters = Map.of("period", period, "from", from, "to", from + CHUNK);
            changed += transactions.run((connection, repeats) -> {
                NamedParameterJdbcTemplate sql = sql(connection);
                // a load that has them still may add to their months: its end comes first
                sql.queryForObject(
                        "select count(*) from visitantes where id_visitante >= :from and id_visitante < :to for update",
                        parameters,
                        Long.class);
                int rows = sql.update(SqlFile.read("visitfiles/rollover.sql"), parameters);
                connection.commit();
                return rows;
            });
        }
        return changed;
    }

    /**
     * Takes a load out again: its rows, its errors, its visits. The file is RETIRADO then, and may be loaded again
     * under the same id only.
     *
     * @throws InvalidRequest {@code visitfiles-not-loaded}
     */
    public void unload(long load) {
        transactions.run((connection, repeats) -> {
            new Withdrawal(connection, settings.basis(), period()).take(load);
            connection.commit();
            return load;
        });
    }

    /**
     * Puts all totals right from the rows, in one transaction: readers see the former ones until it ends, loads wait.
     * Needed after a change of {@code visitfiles.visit-basis}.
     */
    public void rebuild() {
        Map<String, Object> parameters = Map.of("period", period());
        VisitBasis basis = settings.basis();
        transactions.run((connection, repeats) -> {
            // also what is not there yet is locked: loads begin with a row of this table
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            NamedParameterJdbcTemplate sql = sql(connection);
            sql.update("drop temporary table if exists carga_visitas", parameters);
            sql.update(SqlFile.read("visitfiles/totals-table.sql"), parameters);
            sql.queryForObject("select count(*) from archivo_cargado for update", parameters, Long.class);
            sql.update(basis.in(SqlFile.read("visitfiles/rebuilt-totals.sql")), parameters);
            sql.update(SqlFile.read("visitfiles/rebuilt-months-gone.sql"), parameters);
            sql.update(SqlFile.read("visitfiles/rebuilt-visitors-gone.sql"), parameters);
            sql.update(SqlFile.read("visitfiles/rebuilt-visitors.sql"), parameters);
            sql.update(SqlFile.read("visitfiles/rebuilt-months.sql"), parameters);
            connection.commit();
            sql.update("drop temporary table carga_visitas", parameters);
            return parameters;
        });
    }

    /**
     * Counts the visitors of the last loads again, and corrects nothing.
     *
     * @return e-mails whose totals are not those of the rows, at most 100; empty when all is well
     */
    public List<String> recount(Duration back) {
        LocalDateTime since = LocalDateTime.ofInstant(clock.instant().minus(back), ZoneOffset.UTC);
        return transactions.run((connection, repeats) -> sql(connection)
                .queryForList(
                        settings.basis().in(SqlFile.read("visitfiles/recount.sql")),
                        Map.of("since", since),
                        String.class));
    }

    private static NamedParameterJdbcTemplate sql(Connection connection) {
        return new NamedParameterJdbcTemplate(new SingleConnectionDataSource(connection, true));
    }
}

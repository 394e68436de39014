package dev.caravan.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.platform.PipelineException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessException;

/** Opens the control database and brings its tables up to date. */
public final class LedgerDatabase {

    private LedgerDatabase() {}

    /**
     * Several instances may do this at once: Flyway takes turns.
     *
     * @return to be closed by the caller
     * @throws PipelineException.Transient {@code ledger-unreachable}
     * @throws PipelineException.Permanent {@code ledger-migration} when the tables are not as this version needs them
     */
    public static HikariDataSource open(RunSettings settings) {
        Duration connect = Duration.ofMillis(
                Math.min(10_000, Math.max(500, settings.timeout().toMillis())));
        HikariConfig pool = config(settings, "ledger", settings.workers() * 2 + 4, connect);
        pool.setMinimumIdle(1);
        pool.setValidationTimeout(connect.toMillis() / 2);
        pool.addDataSourceProperty(
                "socketTimeout", Long.toString(settings.timeout().toMillis()));
        HikariDataSource dataSource;
        try {
            dataSource = new HikariDataSource(pool);
        } catch (RuntimeException e) {
            throw new PipelineException.Transient(
                    "ledger-unreachable",
                    "No connection to the control database: " + e.getMessage() + "; check ledger.jdbc.*",
                    e);
        }
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/migration/ledger")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            dataSource.close();
            throw new PipelineException.Permanent("ledger-migration", String.valueOf(e.getMessage()), e);
        }
        return dataSource;
    }

    /**
     * A small pool beside that of the workers, for those who only look: they take no connection away from the work.
     * Connects when it is asked for a connection, and not before.
     *
     * @param name for logs and threads
     * @param size connections at most
     * @param patience how long to wait for a connection, and for an answer; at least 250 ms
     * @return to be closed by the caller
     */
    public static HikariDataSource pool(RunSettings settings, String name, int size, Duration patience) {
        HikariConfig pool = config(settings, name, size, patience);
        pool.setMinimumIdle(0);
        pool.setInitializationFailTimeout(-1);
        pool.setValidationTimeout(patience.toMillis());
        pool.addDataSourceProperty("socketTimeout", Long.toString(patience.toMillis()));
        return new HikariDataSource(pool);
    }

    /** What every pool of the control database's has; whoever has tables of its own there goes on from it. */
    public static HikariConfig config(RunSettings settings, String name, int size, Duration patience) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setJdbcUrl(settings.jdbcUrl());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password().reveal());
        pool.setMaximumPoolSize(size);
        pool.setConnectionTimeout(patience.toMillis());
        pool.addDataSourceProperty("useAffectedRows", "true");
        pool.addDataSourceProperty("rewriteBatchedStatements", "true");
        pool.addDataSourceProperty("connectTimeout", Long.toString(patience.toMillis()));
        return pool;
    }

    /**
     * What a failed statement of the ledger means: {@code ledger-unreachable}, or itself when the statement is to blame.
     *
     * @param e as Spring translates it
     */
    public static RuntimeException failure(NestedRuntimeException e) {
        boolean ours =
                e instanceof NonTransientDataAccessException && !(e instanceof DataAccessResourceFailureException);
        return ours
                ? e
                : new PipelineException.Transient(
                        "ledger-unreachable",
                        "The control database: " + e.getMostSpecificCause().getMessage(),
                        e);
    }
}

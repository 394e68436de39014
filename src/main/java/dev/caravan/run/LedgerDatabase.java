package dev.caravan.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.platform.PipelineException;
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
        long connect = Math.min(10_000, Math.max(500, settings.timeout().toMillis()));
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("ledger");
        pool.setJdbcUrl(settings.jdbcUrl());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password().reveal());
        pool.setMaximumPoolSize(settings.workers() * 2 + 4);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(connect);
        pool.setValidationTimeout(connect / 2);
        pool.addDataSourceProperty("useAffectedRows", "true");
        pool.addDataSourceProperty("rewriteBatchedStatements", "true");
        pool.addDataSourceProperty("connectTimeout", Long.toString(connect));
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
     * What a failed statement of the ledger means: {@code ledger-unreachable}, or itself when the statement is to blame.
     *
     * @param e as Spring translates it
     */
    static RuntimeException failure(NestedRuntimeException e) {
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

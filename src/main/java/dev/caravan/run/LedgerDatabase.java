package dev.caravan.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.platform.PipelineException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

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
        HikariDataSource dataSource;
        try {
            dataSource = pool(settings, "ledger", settings.workers() * 2 + 4);
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
     * Connections of their own for those who must not take the workers' ones; migrates nothing.
     *
     * @return to be closed by the caller
     */
    public static HikariDataSource pool(RunSettings settings, String name, int size) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setJdbcUrl(settings.jdbcUrl());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password().reveal());
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(10_000);
        pool.addDataSourceProperty("useAffectedRows", "true");
        pool.addDataSourceProperty("rewriteBatchedStatements", "true");
        pool.addDataSourceProperty("connectTimeout", "10000");
        pool.addDataSourceProperty("socketTimeout", "60000");
        return new HikariDataSource(pool);
    }
}

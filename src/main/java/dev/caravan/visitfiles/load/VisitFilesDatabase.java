package dev.caravan.visitfiles.load;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.RunSettings;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables of report files, beside the ledger's, and the connections that load them. */
public final class VisitFilesDatabase {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A worker that stands still for so long loses its transaction, and with it its locks; in seconds. */
    private static final int SILENCE = 60;

    private VisitFilesDatabase() {}

    /**
     * Brings the tables up to date and notes the calendar of the business zone. Several instances may do this at once.
     *
     * @param ledger of a database that {@code LedgerDatabase} has migrated, with its account, which may make tables
     * @throws PipelineException.Permanent {@code visitfiles-migration} when the tables are not as this version needs them
     */
    public static void migrate(DataSource ledger, LoadSettings settings, Instant now) {
        try {
            Flyway.configure()
                    .dataSource(ledger)
                    .locations("classpath:db/migration/visitfiles")
                    .table("visitfiles_schema_history")
                    // the schema has the ledger's tables already
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    // nor are tables taken that a later version has changed
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new PipelineException.Permanent("visitfiles-migration", String.valueOf(e.getMessage()), e);
        }
        new BusinessZone(settings.zone()).write(ledger, now);
    }

    /**
     * The connections that load, at most {@link LoadSettings#connections()}; none before they are needed.
     *
     * @return to be closed by the caller
     */
    public static HikariDataSource open(RunSettings ledger, LoadSettings settings) {
        HikariConfig pool = LedgerDatabase.config(ledger, "visitfiles", settings.connections(), PATIENCE);
        if (!settings.user().isEmpty()) {
            pool.setUsername(settings.user());
            pool.setPassword(settings.password().reveal());
        }
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(Duration.ofSeconds(SILENCE / 2).toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty(
                "socketTimeout", Long.toString(settings.timeout().toMillis()));
        // a load holds no lock on its row of bitacora_control, as a foreign key would: whoever takes the file over must
        // be able to say so there. That the row exists, the load's last statement makes sure of
        pool.addDataSourceProperty("sessionVariables", "wait_timeout=" + SILENCE + ",foreign_key_checks=0");
        // tells the server that LOAD DATA LOCAL may come; from memory only, and when InfileChunk says so. A folder that
        // does not exist: no file of ours can be asked for
        pool.addDataSourceProperty("allowLoadLocalInfileInPath", "/nonexistent/caravan");
        pool.addDataSourceProperty("allowUrlInLocalInfile", "false");
        return new HikariDataSource(pool);
    }
}

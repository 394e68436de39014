package dev.caravan.visitfiles.load;

import dev.caravan.platform.Config;
import dev.caravan.platform.Secret;
import dev.caravan.visitfiles.report.ValidationSettings;
import java.time.Duration;
import java.time.ZoneId;

/**
 * How report files get into the database.
 *
 * @param user of the loading connections; empty for the ledger's
 * @param connections of this instance at most; over all instances there shall be no more than 8
 * @param timeout how long the database may say nothing, for example while it adds a large file's visitors
 * @param singleTransactionRows files with more rows are staged before the transaction begins
 * @param basis what counts as a visit
 * @param zone whose calendar decides what this month and this year are
 */
public record LoadSettings(
        String user,
        Secret password,
        int connections,
        Duration timeout,
        int singleTransactionRows,
        VisitBasis basis,
        ZoneId zone) {

    public static LoadSettings from(Config config) {
        return new LoadSettings(
                config.text("visitfiles.jdbc.user", ""),
                config.secret("visitfiles.jdbc.password"),
                config.number("visitfiles.load.connections", 4, 1, 8),
                config.duration("visitfiles.load.timeout", "15m", "1s", "1d"),
                config.number("visitfiles.load.single-transaction-max-rows", 500_000, 1, Integer.MAX_VALUE),
                config.choice("visitfiles.visit-basis", VisitBasis.class, VisitBasis.ROW),
                ValidationSettings.zone(config));
    }
}

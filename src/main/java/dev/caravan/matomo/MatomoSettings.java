package dev.caravan.matomo;

import dev.caravan.platform.Config;
import dev.caravan.platform.Secret;
import dev.caravan.platform.SqlFile;
import java.time.Duration;

/**
 * Matomo's database and how it is read.
 *
 * @param tablePrefix of Matomo's tables
 * @param rowsPerPart rows of one Parquet part
 * @param readTimeout how long the database may say nothing
 * @param maxItems site-days read at once, over all instances
 */
public record MatomoSettings(
        String jdbcUrl,
        String user,
        Secret password,
        String tablePrefix,
        int rowsPerPart,
        Duration readTimeout,
        int maxItems,
        int maxItemsPerSite) {

    public static MatomoSettings from(Config config) {
        return new MatomoSettings(
                config.required("matomo.jdbc.url"),
                config.text("matomo.jdbc.user", "matomo"),
                config.secret("matomo.jdbc.password"),
                prefix(config),
                config.number("matomo.rows-per-part", 200_000, 1, 10_000_000),
                config.duration("matomo.read-timeout", "10m", "1s", "1d"),
                config.number("matomo.max-items", 4, 1, 1000),
                config.number("matomo.max-items-per-site", 2, 1, 1000));
    }

    /** A file of {@code sql/matomo} with the names of this Matomo's tables. */
    String statement(String file) {
        return SqlFile.read("matomo/" + file + ".sql").replace("${prefix}", tablePrefix);
    }

    /** May be empty, as Matomo's may. */
    private static String prefix(Config config) {
        String prefix = config.textOrEmpty("matomo.table-prefix", "matomo_");
        if (!prefix.matches("\\w{0,32}")) {
            config.problem("matomo.table-prefix = " + prefix + ": expected letters, digits and _");
            return "";
        }
        return prefix;
    }
}

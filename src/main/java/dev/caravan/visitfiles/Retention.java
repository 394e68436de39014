package dev.caravan.visitfiles;

import dev.caravan.platform.Config;

/**
 * How long files on this machine are kept, in days by the date in their names: one that is older is removed.
 *
 * @param backupDays of a day's zip
 * @param logDays of a day's logs
 */
public record Retention(int backupDays, int logDays) {

    static Retention from(Config config) {
        return new Retention(
                config.number("visitfiles.backup-days", 90, 1, 36_500),
                config.number("visitfiles.log-days", 30, 1, 36_500));
    }
}

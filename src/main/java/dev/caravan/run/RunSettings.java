package dev.caravan.run;

import dev.caravan.platform.Config;
import dev.caravan.platform.Secret;
import java.time.Duration;

/**
 * The ledger's database and how work is claimed.
 *
 * @param timeout how long the database may say nothing
 * @param workers items that this instance does at once
 * @param lease how long an item belongs to a worker that says nothing; heart-beats come three times as often
 * @param poll how often a worker without work looks for some
 * @param maxAttempts failures after which an item is dead
 * @param retryFirst the wait after the first failure; doubles with each further one
 * @param retryMax the longest wait
 */
public record RunSettings(
        String jdbcUrl,
        String user,
        Secret password,
        Duration timeout,
        int workers,
        Duration lease,
        Duration poll,
        int maxAttempts,
        Duration retryFirst,
        Duration retryMax) {

    public static RunSettings from(Config config) {
        return new RunSettings(
                config.required("ledger.jdbc.url"),
                config.text("ledger.jdbc.user", "caravan"),
                config.secret("ledger.jdbc.password"),
                config.duration("ledger.timeout", "60s"),
                config.number("run.workers", 2, 1, 64),
                config.duration("run.lease", "60s", "1s", "1d"),
                config.duration("run.poll", "1s", "10ms", "1h"),
                config.number("run.max-attempts", 5, 1, 100),
                config.duration("run.retry.first-delay", "1m", "1ms", "30d"),
                config.duration("run.retry.max-delay", "1h", "1ms", "30d"));
    }

    /** @param failures 1 after the first */
    Duration retryDelay(int failures) {
        Duration delay = retryFirst.multipliedBy(1L << Math.min(failures - 1, 20));
        return delay.compareTo(retryMax) > 0 ? retryMax : delay;
    }
}

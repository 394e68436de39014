package dev.caravan.observe;

import dev.caravan.platform.Config;
import java.time.Duration;

/**
 * How a daemon is watched.
 *
 * @param every the pause between two looks at a system
 * @param timeout how long a look may take; at least 250 ms
 * @param unclaimedMax how long an item may wait while nobody works on anything
 * @param metricsEvery the pause between two readings of the ledger's figures
 */
public record ObserveSettings(Duration every, Duration timeout, Duration unclaimedMax, Duration metricsEvery) {

    public static ObserveSettings from(Config config) {
        return new ObserveSettings(
                config.duration("health.every", "5s"),
                config.duration("health.timeout", "5s", "250ms", "3650d"),
                config.duration("health.unclaimed-max", "1h"),
                config.duration("metrics.every", "30s"));
    }
}

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
                atLeast(config, "health.every", "5s", Duration.ofMillis(1)),
                atLeast(config, "health.timeout", "5s", Duration.ofMillis(250)),
                config.duration("health.unclaimed-max", "1h"),
                atLeast(config, "metrics.every", "30s", Duration.ofMillis(1)));
    }

    private static Duration atLeast(Config config, String key, String fallback, Duration least) {
        Duration duration = config.duration(key, fallback);
        if (duration.compareTo(least) < 0) {
            config.problem(key + " must be at least " + least.toMillis() + "ms");
        }
        return duration;
    }
}

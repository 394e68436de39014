package dev.caravan.alerts;

import dev.caravan.platform.Config;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;

/**
 * From when on report files are a cause for an alert.
 *
 * @param sources whose files are watched; without one, none are
 * @param zone whose dates tell one day's files from another's
 * @param errorRatio of a file's rows, from 0 to 1; above it there are too many with errors
 * @param silence since a source was listed last
 * @param slowness of a run since it was asked for
 * @param emptyDays with listings that find nothing new
 */
public record FileLimits(
        Set<String> sources, ZoneId zone, double errorRatio, Duration silence, Duration slowness, int emptyDays) {

    public FileLimits {
        sources = Set.copyOf(sources);
    }

    public static FileLimits from(Config config, Set<String> sources, ZoneId zone, double errorRatio) {
        return new FileLimits(
                sources,
                zone,
                errorRatio,
                config.duration("visitfiles.alert.silent-after", "26h", "1m", "3650d"),
                config.duration("visitfiles.alert.slow-after", "60m", "1m", "30d"),
                config.number("visitfiles.alert.empty-days", 2, 1, 30));
    }
}

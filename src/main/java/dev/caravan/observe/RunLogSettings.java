package dev.caravan.observe;

import dev.caravan.platform.Config;
import java.time.Duration;

/**
 * The log of each attempt, on S3.
 *
 * @param prefix the folder in the bucket, without slashes at its ends; empty: no log is put there
 * @param age how long a log is kept
 */
public record RunLogSettings(String prefix, Duration age) {

    public static RunLogSettings from(Config config) {
        return new RunLogSettings(
                config.text("s3.logs-prefix", "").replaceAll("^/+|/+$", ""),
                config.duration("s3.logs-age", "90d", "1d", "3650d"));
    }
}

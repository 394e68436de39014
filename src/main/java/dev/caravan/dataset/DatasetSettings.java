package dev.caravan.dataset;

import dev.caravan.platform.Config;
import dev.caravan.platform.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the Parquet dataset lies.
 *
 * @param endpoint empty for AWS itself
 * @param prefix the folder in the bucket, without slashes at its ends; may be empty
 * @param accessKey empty: the credentials of the environment (variables, profile, role)
 * @param timeout of one try of one request, its content included; a request is given up after two and a half times that
 * @param garbageAge how long a part that no manifest names is kept, for readers that still use it
 */
public record DatasetSettings(
        Optional<URI> endpoint,
        String region,
        String bucket,
        String prefix,
        String accessKey,
        Secret secretKey,
        boolean pathStyle,
        Duration timeout,
        Duration garbageAge) {

    public static DatasetSettings from(Config config) {
        return new DatasetSettings(
                config.text("s3.endpoint").map(text -> config.parsed("s3.endpoint", "", "a URL", URI::create)),
                config.text("s3.region", "us-east-1"),
                config.required("s3.bucket"),
                config.textOrEmpty("s3.prefix", "usage").replaceAll("^/+|/+$", ""),
                config.text("s3.access-key", ""),
                config.secret("s3.secret-key"),
                config.flag("s3.path-style", true),
                config.duration("s3.timeout", "2m"),
                config.duration("s3.garbage-age", "24h", "0s", "3650d"));
    }
}

package dev.caravan.tracking;

import dev.caravan.platform.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One import.
 *
 * @param input a file that is not changed meanwhile
 * @param checkpoint where the import notes how far it is
 * @param refused gets the lines that Matomo has not taken, as JSON lines; null: they are only counted
 * @param endpoint Matomo's tracker
 * @param token of Matomo; may be empty
 * @param batch requests sent at once
 * @param retries how often a part is sent again that Matomo was too busy for or failed at
 * @param delay before the first of them; doubles with each further one, up to a minute
 * @param timeout of one request
 * @param patience how long Matomo may go on with a request that nobody waits for any more
 * @param answer what to do with a part that is in doubt from a former call and stays so
 */
public record ImportSettings(
        Path input,
        Path checkpoint,
        @Nullable Path refused,
        URI endpoint,
        Secret token,
        int batch,
        int retries,
        Duration delay,
        Duration timeout,
        Duration patience,
        InDoubt answer) {

    /** What is done with requests of which nobody knows whether Matomo has stored them. */
    public enum InDoubt {
        /** Nothing: the import ends, and says which they are. */
        STOP,
        /** They are sent again: somebody has looked, and they are not stored. */
        RESEND,
        /** They are taken for stored: somebody has looked, and they are. */
        SKIP
    }
}

package dev.caravan.tracking;

import dev.caravan.platform.PipelineException;
import java.time.Duration;

/** Waits. */
interface Pause {

    /** @throws PipelineException.Transient {@code interrupted} */
    void of(Duration duration);

    /** The thread sleeps. */
    static Pause asleep() {
        return duration -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PipelineException.Transient("interrupted", "Interrupted while waiting for Matomo", e);
            }
        };
    }
}

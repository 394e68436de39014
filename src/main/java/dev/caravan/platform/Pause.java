package dev.caravan.platform;

import java.time.Duration;

/** Waits. */
public interface Pause {

    /** @throws PipelineException.Transient {@code interrupted} */
    void of(Duration duration);

    /**
     * The thread sleeps.
     *
     * @param interrupted what is said when it is woken
     */
    static Pause asleep(String interrupted) {
        return duration -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PipelineException.Transient("interrupted", interrupted, e);
            }
        };
    }
}

package dev.caravan.observe;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is read again and again. While it fails the last figures stay, and only the first failure is told. */
final class Reading implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    private final String what;
    private final Runnable read;
    private boolean failing;

    /** @param what for example {@code The ledger's figures} */
    Reading(String what, Runnable read) {
        this.what = what;
        this.read = read;
    }

    @Override
    public void run() {
        try {
            read.run();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing && !Thread.currentThread().isInterrupted()) {
                LOG.warn("{} cannot be read, the metrics keep the last ones: {}", what, e.getMessage());
            }
            failing = true;
        }
    }
}

package dev.caravan.run;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claimed item in a worker's hands, with what must be closed when the worker lets go of it. Made by {@link Leases},
 * which keeps it alive.
 */
public final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final WorkItem item;
    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private final Consumer<Lease> onClose;
    private final AtomicInteger numbers = new AtomicInteger();
    private final long claimedNanos = System.nanoTime();
    private volatile long validUntilNanos;
    private volatile boolean lost;
    private boolean ended;

    Lease(WorkItem item, long validUntilNanos, Consumer<Lease> onClose) {
        this.item = item;
        this.validUntilNanos = validUntilNanos;
        this.onClose = onClose;
    }

    public WorkItem item() {
        return item;
    }

    /**
     * To be called before anything is published, and now and then in long work.
     *
     * @throws PipelineException.Abandoned when the item is, or may be, somebody else's
     */
    public void check() {
        if (lost || System.nanoTime() - validUntilNanos > 0) {
            throw new PipelineException.Abandoned(item.label() + ": the lease has ended");
        }
    }

    /** How long ago it was claimed. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - claimedNanos);
    }

    /** Closes {@code resource} together with this lease, last one first. */
    public <T extends AutoCloseable> T hold(T resource) {
        held.push(resource);
        return resource;
    }

    /** From 1, a number that no earlier try under this claim was given: for names that must not be used twice. */
    public int nextNumber() {
        return numbers.incrementAndGet();
    }

    void keptUntil(long nanos) {
        validUntilNanos = nanos;
    }

    void lose() {
        lost = true;
    }

    /** @return true for the first call, whose caller tells how it ended; to be called under this lease's monitor */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Lets go of everything held; the item's state in the ledger is not touched. */
    @Override
    public void close() {
        onClose.accept(this);
        while (!held.isEmpty()) {
            AutoCloseable resource = held.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("could not close {}", resource, Redacted.of(e));
            }
        }
    }
}

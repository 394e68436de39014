package dev.caravan.usage;

import dev.caravan.engine.SqlSession;
import dev.caravan.platform.PipelineException;
import org.jspecify.annotations.Nullable;

/** Lets another thread end a look at what the stages make. Safe for many threads. */
public final class CallOff {

    private volatile boolean called;
    private volatile @Nullable SqlSession session;

    /** May be called again and again: a statement that has just begun may miss one call. */
    public void call() {
        called = true;
        SqlSession current = session;
        if (current != null) {
            current.cancel();
        }
    }

    public boolean called() {
        return called;
    }

    /** @param current what is to be ended by {@link #call}; null for nothing */
    void work(@Nullable SqlSession current) {
        session = current;
    }

    /** @throws PipelineException.Transient {@code called-off} */
    void check() {
        if (called) {
            throw new PipelineException.Transient("called-off", "Nobody waits for the answer any more", null);
        }
    }
}

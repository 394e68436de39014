package dev.caravan.embedded;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for something that another thread or process does. The limit ends what hangs; it is far beyond what the slowest
 * machine needs, so that no test is about a duration.
 */
public final class Until {

    public static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration POLL = Duration.ofMillis(50);

    private Until() {}

    /** Asks again and again until there is a value. */
    public static <T> T present(String what, Supplier<Optional<T>> value) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Optional<T> found = value.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Not within " + LIMIT + ": " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    public static void holds(String what, BooleanSupplier condition) {
        present(what, () -> condition.getAsBoolean() ? Optional.of(what) : Optional.empty());
    }
}

package dev.caravan.embedded;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells a person what goes on, and during long steps that it still goes on. Safe for many threads. */
final class Narrator {

    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final PrintWriter out;
    private long lastWord = System.nanoTime();

    Narrator(PrintWriter out) {
        this.out = out;
    }

    synchronized void say(String text) {
        out.println(text);
        out.flush();
        lastWord = System.nanoTime();
    }

    /** Does some work, and says after each few seconds of silence that it is still at it. */
    <T> T during(String work, Callable<T> task) throws Exception {
        long begin = System.nanoTime();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "narrator");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleAtFixedRate(() -> sayIfSilent(work, begin), 1, 1, TimeUnit.SECONDS);
        try {
            return task.call();
        } finally {
            timer.shutdownNow();
        }
    }

    private synchronized void sayIfSilent(String work, long begin) {
        long now = System.nanoTime();
        if (now - lastWord >= SILENCE_NANOS) {
            say("  still " + work + " (" + TimeUnit.NANOSECONDS.toSeconds(now - begin) + " s)");
        }
    }
}

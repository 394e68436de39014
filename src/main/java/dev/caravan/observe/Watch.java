package dev.caravan.observe;

import dev.caravan.platform.PipelineException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what a probe saw last. Somebody runs it again and again on a thread in the background; {@link #seen} never
 * waits, even while the other system says nothing. Safe for many threads.
 */
final class Watch implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Probe probe;
    private final Duration patience;
    private volatile Answer last;
    private volatile boolean closed;

    private record Answer(Seen seen, long nanos) {}

    /**
     * What is known of a system.
     *
     * @param message one sentence, with an error code in front when it is not up
     */
    record Seen(boolean up, String message) {

        private static Seen down(String message) {
            return new Seen(false, message);
        }
    }

    /** @param patience from one answer to the next; after that there is none */
    Watch(Probe probe, Duration patience) {
        this.probe = probe;
        this.patience = patience;
        this.last = new Answer(Seen.down(probe.name() + " was not looked at yet"), System.nanoTime());
    }

    String name() {
        return probe.name();
    }

    Seen seen() {
        Answer answer = last;
        Duration silent = Duration.ofNanos(System.nanoTime() - answer.nanos());
        return silent.compareTo(patience) > 0
                ? Seen.down(probe.silence() + ": no answer for " + silent.toSeconds() + " s")
                : answer.seen();
    }

    @Override
    public void run() {
        Seen before = last.seen();
        Seen now = look();
        if (closed) {
            // what was asked may be gone already
            return;
        }
        last = new Answer(now, System.nanoTime());
        if (!now.up() && !now.message().equals(before.message())) {
            LOG.warn("{} is down: {}", name(), now.message());
        } else if (now.up() && !before.up()) {
            LOG.info("{} is up", name());
        }
    }

    /** Nothing is remembered or logged any more: soon there is no answer. */
    @Override
    public void close() {
        closed = true;
    }

    private Seen look() {
        try {
            return new Seen(true, probe.look().at());
        } catch (PipelineException e) {
            return Seen.down(line(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            return Seen.down(line("unexpected: " + e));
        }
    }

    /** As one line of bounded length: messages of drivers have several. */
    private static String line(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}

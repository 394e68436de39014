package dev.caravan.observe;

import dev.caravan.dataset.ObjectStore;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Scratch;
import dev.caravan.run.Ending;
import dev.caravan.run.EndingListener;
import dev.caravan.run.Lease;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.LogEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what the log says of each attempt on S3 when the attempt ends. A log that cannot be kept or put there is lost,
 * counted and said; the work goes on as if nothing had happened.
 */
public final class RunLogs implements EndingListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunLogs.class);

    private static final int WAITING = 1000;
    private static final long LAST_SECONDS = 5;

    private final ObjectStore store;
    private final Scratch scratch;
    private final Clock clock;
    private final Counter lost;
    private final OpenLogs<AttemptLog> open = new OpenLogs<>();
    private final ThreadPoolExecutor uploads;
    private final LogTap tap;

    /** @param store of the logs' folder */
    public RunLogs(ObjectStore store, Scratch scratch, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.scratch = scratch;
        this.clock = clock;
        this.lost = Counter.builder("caravan.run.logs.lost")
                .description("Logs of attempts that could not be put on S3")
                .register(meters);
        this.uploads = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> new Thread(task, "run-logs"));
        this.tap = new LogTap(this::line);
    }

    /** From now on lines about this item are kept, until the lease is closed. */
    @Override
    public void begun(Lease lease) {
        try {
            AttemptLog log = new AttemptLog(
                    scratch.folder("log"), lease.item(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
            AttemptLog before = open.put(lease.item(), log);
            if (before != null) {
                end(before);
            }
            AutoCloseable unused = lease.hold((AutoCloseable) () -> {
                if (open.remove(lease.item(), log)) {
                    end(log);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            lose(e);
        }
    }

    @Override
    public void ended(Ending ending) {}

    private void line(LogEvent event, byte[] json) {
        AttemptLog log = open.of(event);
        if (log != null) {
            try {
                log.add(json);
            } catch (IOException e) {
                // to log it would end here again
                lost.increment();
            }
        }
    }

    private void end(AttemptLog log) {
        try {
            log.end();
            uploads.execute(() -> upload(log));
        } catch (IOException | RejectedExecutionException e) {
            lose(e);
            log.remove();
        }
    }

    private void upload(AttemptLog log) {
        try {
            store.write(log.key(), log.file());
        } catch (PipelineException e) {
            lose(e);
        } finally {
            log.remove();
        }
    }

    private void lose(Exception e) {
        if (lost.count() == 0) {
            LOG.warn("The log of an attempt could not be put on S3; further ones are only counted: {}", e.getMessage());
        }
        lost.increment();
    }

    /** Ends those that are still open, and waits some seconds for the last ones to be put there. */
    @Override
    public void close() {
        tap.close();
        open.all().forEach(this::end);
        uploads.shutdown();
        try {
            if (!uploads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
                uploads.shutdownNow();
            }
        } catch (InterruptedException e) {
            uploads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

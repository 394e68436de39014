package dev.caravan.observe;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.dataset.ObjectStore;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.Pipeline;
import dev.caravan.run.RunSettings;
import dev.caravan.search.SearchAdmin;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks, in the background and until it is closed, at what a daemon needs and does. */
public final class Observation implements AutoCloseable {

    private final HikariDataSource database;
    private final ScheduledExecutorService threads;
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final List<Watch> watches;

    /**
     * @param registry gets the gauges
     * @param work gets the reasons for drops that the ledger knows
     */
    public Observation(
            ObserveSettings settings,
            RunSettings run,
            List<Pipeline> pipelines,
            ObjectStore objects,
            SearchAdmin search,
            MeterRegistry registry,
            WorkMetrics work) {
        this.database = LedgerDatabase.pool(run, "observe", 2, settings.timeout());
        LedgerFigures ledger = new LedgerFigures(database);
        Duration patience = settings.every().plus(settings.timeout());
        this.watches = List.of(
                        Probes.ledger(ledger),
                        Probes.s3(objects, settings.timeout()),
                        Probes.search(search, settings.timeout()),
                        Probes.work(ledger, settings.unclaimedMax()))
                .stream()
                .map(probe -> new Watch(probe, patience))
                .toList();
        // a thread for each: one that waits for an answer keeps no other from looking
        this.threads = Executors.newScheduledThreadPool(watches.size() + 1, daemons());
        watches.forEach(watch -> {
            Gauge.builder("caravan.health.up", () -> watch.seen().up() ? 1 : 0)
                    .description("Whether a health check is up")
                    .tag("check", watch.name())
                    .register(registry);
            repeat(watch, settings.every());
        });
        repeat(new LedgerMetrics(ledger, pipelines, work, registry), settings.metricsEvery());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    private void repeat(Runnable task, Duration pause) {
        ScheduledFuture<?> unused = threads.scheduleWithFixedDelay(task, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "observe-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** For Camel's readiness: {@code ledger}, {@code s3}, {@code opensearch}, {@code work}. */
    public List<WatchHealthCheck> checks() {
        return watches.stream().map(WatchHealthCheck::new).toList();
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
        threads.shutdownNow();
        database.close();
        garbage.close();
    }
}

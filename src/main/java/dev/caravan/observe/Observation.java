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
import java.util.stream.Stream;

/** Looks, in the background and until it is closed, at what a daemon needs and does. */
public final class Observation implements AutoCloseable {

    /** For what reads many rows: it may take as long, and keeps the look at the ledger itself from nothing. */
    private static final Duration FIGURES_PATIENCE = Duration.ofMinutes(1);

    /** What reads a whole table is read so many times less often. */
    private static final int RARELY = 20;

    private final HikariDataSource database;
    private final HikariDataSource figuresDatabase;
    private final ScheduledExecutorService threads;
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final List<Watch> watches;

    /**
     * @param registry gets the gauges
     * @param metrics gets the reasons for drops that the ledger knows
     */
    public Observation(
            ObserveSettings settings,
            RunSettings run,
            List<Pipeline> pipelines,
            ObjectStore objects,
            SearchAdmin search,
            MeterRegistry registry,
            WorkMetrics metrics) {
        this.database = LedgerDatabase.pool(run, "observe", 1, settings.timeout());
        this.figuresDatabase = LedgerDatabase.pool(run, "observe-figures", 3, FIGURES_PATIENCE);
        LedgerFigures figures = new LedgerFigures(figuresDatabase);
        Duration patience = settings.every().plus(settings.timeout());
        Watch work = new Watch(
                Probes.work(figures, settings.unclaimedMax()),
                settings.metricsEvery().plus(FIGURES_PATIENCE));
        List<Watch> systems = Stream.of(
                        Probes.ledger(new LedgerFigures(database)),
                        Probes.s3(objects, settings.timeout()),
                        Probes.search(search, settings.timeout()))
                .map(probe -> new Watch(probe, patience))
                .toList();
        this.watches = Stream.concat(systems.stream(), Stream.of(work)).toList();
        // a thread for each: one that waits for an answer keeps no other from looking
        this.threads = Executors.newScheduledThreadPool(watches.size() + 3, daemons());
        watches.forEach(watch -> {
            Gauge.builder("caravan.health.up", () -> watch.seen().up() ? 1 : 0)
                    .description("Whether a health check is up")
                    .tag("check", watch.name())
                    .register(registry);
            repeat(watch, watch == work ? settings.metricsEvery() : settings.every());
        });
        repeat(
                new Reading("The ledger's figures", new LedgerMetrics(figures, pipelines, metrics, registry)),
                settings.metricsEvery());
        if (FileMetrics.apply(pipelines)) {
            repeat(
                    new Reading("The report files' figures", new FileMetrics(figuresDatabase, registry)),
                    settings.metricsEvery());
            repeat(
                    new Reading("The visitors' figures", new VisitorMetrics(figuresDatabase, registry)),
                    settings.metricsEvery().multipliedBy(RARELY));
        }
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
        figuresDatabase.close();
        garbage.close();
    }
}

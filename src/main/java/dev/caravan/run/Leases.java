package dev.caravan.run;

import dev.caravan.platform.Milestones;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.core.NestedRuntimeException;

/**
 * The worker's side of the ledger: hands out leases, keeps them alive by heart-beats, and records how each ends.
 * Used by the routes as the bean {@code leases}. Safe for many threads.
 */
public final class Leases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final Claims claims;
    private final List<Pipeline> pipelines;
    private final RunSettings settings;
    private final String worker;
    private final EndingListener listener;
    /** An item that was lost and claimed again by this same instance is in two of them for a while. */
    private final Set<Lease> active = ConcurrentHashMap.newKeySet();

    private final AtomicInteger turn = new AtomicInteger();
    private final ScheduledExecutorService heart;
    private volatile @Nullable String onlyRun;
    private volatile boolean stopping;

    /**
     * @param worker a name for this instance, unique among those that run at the same time
     * @param listener hears of every ending, on the worker's thread
     */
    public Leases(
            Claims claims, List<Pipeline> pipelines, RunSettings settings, String worker, EndingListener listener) {
        this.claims = claims;
        this.pipelines = List.copyOf(pipelines);
        this.settings = settings;
        this.worker = worker;
        this.listener = listener;
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        long every = Math.max(settings.lease().toMillis() / 3, 50);
        ScheduledFuture<?> unused = heart.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
    }

    /**
     * From now on {@link #next} gives items.
     *
     * @param onlyRun those of this run; empty for any
     */
    public void open(String onlyRun) {
        this.onlyRun = onlyRun;
    }

    /** @return the next item to do, pipelines taking turns; null when there is nothing to do now, or no ledger to ask */
    public @Nullable Lease next() {
        try {
            return claimed();
        } catch (NestedRuntimeException e) {
            if (LedgerDatabase.failure(e) instanceof PipelineException.Transient away) {
                LOG.warn("No work is taken: {}", away.getMessage());
                return null;
            }
            throw e;
        }
    }

    private @Nullable Lease claimed() {
        String run = onlyRun;
        if (stopping || run == null) {
            return null;
        }
        int first = Math.floorMod(turn.getAndIncrement(), pipelines.size());
        for (int i = 0; i < pipelines.size(); i++) {
            Pipeline pipeline = pipelines.get((first + i) % pipelines.size());
            long validUntil = validUntil();
            Optional<WorkItem> item = claims.claim(pipeline, run, worker);
            if (item.isPresent()) {
                Lease lease = lease(item.get(), validUntil);
                if (stopping) {
                    // it was claimed while close() looked through what is held
                    letGo(lease);
                    lease.close();
                    return null;
                }
                return lease;
            }
        }
        return null;
    }

    private Lease lease(WorkItem item, long validUntil) {
        Lease lease = new Lease(item, validUntil, active::remove);
        ItemLog unused = lease.hold(new ItemLog(item));
        active.add(lease);
        listener.begun(lease);
        return lease;
    }

    /** The route of the item's step, for the routes' dispatch. */
    public String step(Lease lease) {
        return pipelines.stream()
                .filter(pipeline -> pipeline.name().equals(lease.item().pipeline()))
                .map(pipeline -> "direct:" + pipeline.step())
                .findFirst()
                .orElseThrow();
    }

    /**
     * Records the result.
     *
     * @throws PipelineException.Abandoned when the item is no longer ours
     */
    public void done(Lease lease, Outcome outcome) {
        Milestones.reached("run.before-done");
        synchronized (lease) {
            lease.check();
            claims.done(lease.item(), outcome);
            ended(lease, Ending.State.DONE, outcome.counts(), null);
        }
    }

    /** Records a failure, unless the item is no longer ours, or the ledger is out of reach: then the lease ends by itself. */
    public void failed(Lease lease, Throwable thrown) {
        Throwable cause = cause(thrown);
        synchronized (lease) {
            if (cause instanceof PipelineException.Abandoned) {
                ended(lease, Ending.State.ABANDONED, new TreeMap<>(), cause);
                return;
            }
            try {
                if (stopping && givenBack(lease)) {
                    return;
                }
                State state = claims.failed(lease.item(), cause);
                ended(lease, state == State.DEAD ? Ending.State.DEAD : Ending.State.RETRY, new TreeMap<>(), cause);
            } catch (PipelineException.Abandoned e) {
                ended(lease, Ending.State.ABANDONED, new TreeMap<>(), e);
            } catch (NestedRuntimeException e) {
                ended(lease, Ending.State.ABANDONED, new TreeMap<>(), LedgerDatabase.failure(e));
            }
        }
    }

    /** @return false when the item is not ours any more */
    private boolean givenBack(Lease lease) {
        boolean given = claims.giveBack(lease.item());
        if (given) {
            ended(lease, Ending.State.GIVEN_BACK, new TreeMap<>(), null);
        }
        return given;
    }

    /** The closing line of a claim, one for each: the only one that an operator must read. */
    private void ended(Lease lease, Ending.State state, SortedMap<String, Long> counts, @Nullable Throwable cause) {
        if (!lease.end()) {
            return;
        }
        Ending ending = new Ending(lease.item(), state, counts, lease.age(), cause == null ? null : Claims.code(cause));
        LoggingEventBuilder line;
        String why = "";
        if (cause == null) {
            line = LOG.atInfo();
        } else if (cause instanceof PipelineException) {
            line = LOG.atWarn();
            why = " " + cause.getMessage();
        } else {
            line = LOG.atError().setCause(Redacted.of(cause));
        }
        for (Map.Entry<String, Object> field : ending.fields().entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        line.log("{}{}", ending.line(), why);
        listener.ended(ending);
    }

    /** What went wrong inside the wrappers: ours if there is one, or the ledger's, else the innermost. */
    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while (!(cause instanceof PipelineException) && cause.getCause() != null) {
            if (cause instanceof NestedRuntimeException database) {
                return LedgerDatabase.failure(database);
            }
            cause = cause.getCause();
        }
        return cause;
    }

    /** Ends a worker's turn with an item, however it went. */
    public void release(Lease lease) {
        lease.close();
    }

    private void beat() {
        for (Lease lease : active) {
            try (ItemLog unused = new ItemLog(lease.item())) {
                keep(lease);
            }
        }
    }

    private void keep(Lease lease) {
        long validUntil = validUntil();
        try {
            if (claims.keep(lease.item())) {
                lease.keptUntil(validUntil);
            } else {
                lease.lose();
            }
        } catch (RuntimeException e) {
            LOG.warn("heart-beat failed, the lease ends by itself: {}", e.getMessage());
        }
    }

    /** INVARIANT: taken before the statement is sent, so that our clock ends the lease before the database does. */
    private long validUntil() {
        Duration lease = settings.lease();
        return System.nanoTime() + lease.toNanos();
    }

    /** No new items from now on. */
    public void stop() {
        stopping = true;
    }

    /** Gives back what is still held, so that others need not wait for the leases to end. */
    @Override
    public void close() {
        stop();
        heart.shutdownNow();
        for (Lease lease : active) {
            lease.lose();
            try (ItemLog unused = new ItemLog(lease.item())) {
                letGo(lease);
            }
        }
    }

    private void letGo(Lease lease) {
        synchronized (lease) {
            try {
                boolean unused = givenBack(lease);
            } catch (RuntimeException e) {
                LOG.warn("could not be given back, the lease ends by itself: {}", e.getMessage());
            }
        }
    }
}

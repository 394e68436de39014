package dev.caravan.api;

import dev.caravan.diagnosis.Explainer;
import dev.caravan.diagnosis.Explanation;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Period;
import dev.caravan.run.PeriodRequest;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.sources.Source;
import dev.caravan.usage.CallOff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Answers {@link Operation#EXPLAIN_ITEM}, which computes a period anew: one at a time, on a thread of its own, and no
 * longer than anybody waits for the answer. Safe for many threads.
 */
final class ExplainAnswers {

    private static final int MOST_MONTHS = 12;
    private static final int MOST_DAYS = 31;
    private static final long AGAIN_MILLIS = 200;

    private final Function<String, Source> sites;
    private final Explainer explainer;
    private final Duration patience;
    private final Semaphore free = new Semaphore(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "explain");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param sites a site's source; throws when there is none
     * @param patience for one answer
     */
    ExplainAnswers(Function<String, Source> sites, Explainer explainer, Duration patience) {
        this.sites = sites;
        this.explainer = explainer;
        this.patience = patience;
    }

    /** @throws Problem {@code explain-busy}, {@code explain-timeout} */
    ApiAnswer answer(ApiRequest request) {
        Parameters parameters = new Parameters(request.parameters());
        String identifier = request.decodedId();
        List<Period> units = units(parameters);
        Source source = source(parameters);
        if (!free.tryAcquire()) {
            throw new Problem(503, "explain-busy", "Another explanation is being made; there is one at a time");
        }
        Explanation explanation = explain(source, identifier, units);
        if (explanation.unknown()) {
            throw new InvalidRequest("identifier-unknown", "No event of the period has the identifier " + identifier);
        }
        return ApiAnswer.json(explanation);
    }

    private Explanation explain(Source source, String identifier, List<Period> units) {
        CallOff callOff = new CallOff();
        CountDownLatch ended = new CountDownLatch(1);
        Future<Explanation> future = threads.submit(() -> {
            try {
                return explainer.explain(source, identifier, units, callOff);
            } finally {
                free.release();
                ended.countDown();
            }
        });
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            threads.execute(() -> end(callOff, ended));
            throw new Problem(
                    503, "explain-timeout", "This takes longer than " + patience.toSeconds() + " s: ask for less");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.execute(() -> end(callOff, ended));
            throw new PipelineException.Transient("interrupted", "Stopped while explaining", e);
        }
    }

    /** Again and again: a statement that has just begun may miss a call. */
    private static void end(CallOff callOff, CountDownLatch ended) {
        try {
            do {
                callOff.call();
            } while (!ended.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Source source(Parameters parameters) {
        String site = parameters.text("site");
        if (site.isEmpty()) {
            throw new Problem(400, "parameter-invalid", "site is missing: an identifier may be in several sites");
        }
        return sites.apply(site);
    }

    private static List<Period> units(Parameters parameters) {
        String from = parameters.text("from");
        String to = parameters.text("to");
        if (from.isEmpty()) {
            throw new InvalidRequest("period-invalid", "from is missing: give a month 2026-09 or a day 2026-09-05");
        }
        PeriodRequest request =
                new PeriodRequest(Parameters.dayOrMonth(from), to.isEmpty() ? null : Parameters.dayOrMonth(to), null);
        List<Period> units = request.units(Granularity.MONTH);
        if (units.size() > (request.granularity(Granularity.MONTH) == Granularity.DAY ? MOST_DAYS : MOST_MONTHS)) {
            throw new InvalidRequest(
                    "period-too-long",
                    "That is too long: ask for " + MOST_MONTHS + " months or " + MOST_DAYS + " days at most");
        }
        return units;
    }
}

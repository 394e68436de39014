package dev.caravan.tracking;

import dev.caravan.platform.Pause;
import dev.caravan.platform.PipelineException;
import dev.caravan.tracking.Doubt.Finding;
import dev.caravan.tracking.ImportSettings.InDoubt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Brings a part to Matomo, until it is known what became of it. */
final class Delivery {

    private static final Duration MAX_DELAY = Duration.ofMinutes(1);

    /** Whoever asks to be left alone for longer is asked again then. */
    private static final Duration MAX_AFTER = Duration.ofHours(1);

    private static final String UNNAMED = "invalid: one of those sent together from this line on; Matomo names them"
            + " only for the token of a super user";

    private final ImportSettings settings;
    private final BulkTracker tracker;
    private final LostAnswers answers;
    private final Progress progress;
    private final Clock clock;
    private final ImportWatcher watcher;
    private final Pause pause;
    private final ReentrantLock gate = new ReentrantLock();

    Delivery(
            ImportSettings settings,
            LostAnswers answers,
            Progress progress,
            Clock clock,
            ImportWatcher watcher,
            Pause pause) {
        this.settings = settings;
        this.tracker = new BulkTracker(settings.endpoint(), settings.token(), settings.timeout(), clock);
        this.answers = answers;
        this.progress = progress;
        this.clock = clock;
        this.watcher = watcher;
        this.pause = pause;
    }

    /**
     * @return why Matomo does not take it as it is; empty when it is settled
     * @throws PipelineException {@code import-in-doubt}, {@code tracker-denied}, {@code tracker-unreachable}
     */
    Optional<String> deliver(Part part) {
        for (int tries = 0; ; tries++) {
            BulkAnswer answer = once(part);
            if (answer instanceof BulkAnswer.Taken) {
                return Optional.empty();
            }
            if (answer instanceof BulkAnswer.Refused refused) {
                return Optional.of(refused.reason());
            }
            boolean last = tries >= settings.retries();
            if (answer instanceof BulkAnswer.Failed failed) {
                if (last) {
                    return Optional.of(failed.reason());
                }
                pause(part, delay(tries), failed.reason());
            }
            if (answer instanceof BulkAnswer.Busy busy) {
                if (last) {
                    throw new PipelineException.Transient(
                            "tracker-unreachable",
                            settings.endpoint() + " did not take " + part.label() + " in " + (tries + 1) + " tries: "
                                    + busy.reason(),
                            null);
                }
                Duration asked = Objects.requireNonNullElse(busy.after(), Duration.ZERO);
                pause(part, Collections.max(List.of(asked, delay(tries))), busy.reason());
            }
        }
    }

    /**
     * A part that a former call has sent, without seeing the answer.
     *
     * @return false when it is to be sent again; else it is settled
     * @throws PipelineException.Transient {@code import-in-doubt}
     */
    boolean settled(Part part, Checkpoint.Sending sending) {
        gate.lock();
        try {
            // who sent it is gone by now, or gave up when its time was over
            Instant ended =
                    Collections.min(List.of(clock.instant(), sending.at().plus(settings.timeout())));
            Finding finding = answers.look(part, sending.newest(), ended, "the import was interrupted");
            if (finding instanceof Finding.Unsettled unsettled && settings.answer() == InDoubt.STOP) {
                throw inDoubt(part, "the import was interrupted", unsettled);
            }
            if (finding instanceof Finding.Stored stored) {
                progress.found(part, stored);
                return true;
            }
            if (finding instanceof Finding.Unsettled && settings.answer() == InDoubt.SKIP) {
                progress.settled(part, part.requests().size(), List.of());
                return true;
            }
            progress.withdrawn();
            return false;
        } finally {
            gate.unlock();
        }
    }

    /** Nothing is sent any more once this has returned true; false when what is on its way takes longer. */
    boolean shut(Duration patience) throws InterruptedException {
        return gate.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private BulkAnswer once(Part part) {
        gate.lock();
        try {
            Long newest = answers.newest();
            progress.sending(part, newest, clock.instant());
            BulkAnswer answer = tracker.send(part.requests());
            if (answer instanceof BulkAnswer.Unknown unknown) {
                answer = lookedFor(part, newest, unknown.reason());
            } else if (answer instanceof BulkAnswer.Taken taken) {
                settle(part, newest, taken);
            }
            if (!(answer instanceof BulkAnswer.Taken)) {
                progress.withdrawn();
            }
            if (answer instanceof BulkAnswer.Denied denied) {
                throw new PipelineException.Permanent(
                        "tracker-denied",
                        settings.endpoint() + " takes nothing: " + denied.reason() + "; check --url and MATOMO_TOKEN");
            }
            return answer;
        } finally {
            gate.unlock();
        }
    }

    private BulkAnswer lookedFor(Part part, @Nullable Long newest, String reason) {
        Finding finding = answers.look(part, newest, clock.instant(), reason);
        if (finding instanceof Finding.Unsettled unsettled) {
            throw inDoubt(part, reason, unsettled);
        }
        if (finding instanceof Finding.Stored stored) {
            progress.found(part, stored);
            return new BulkAnswer.Taken(part.requests().size(), 0, List.of());
        }
        return new BulkAnswer.Busy(reason + "; nothing of them was stored", null);
    }

    private static PipelineException inDoubt(Part part, String reason, Finding.Unsettled unsettled) {
        return new PipelineException.Transient(
                "import-in-doubt",
                "Whether Matomo has stored " + part.label() + " is not known: " + reason + "; " + unsettled.reason()
                        + ". Look for them (docs/import.md), then run the same again with --in-doubt resend if they"
                        + " are not stored, or --in-doubt skip if they are",
                null);
    }

    private void settle(Part part, @Nullable Long newest, BulkAnswer.Taken taken) {
        List<Refusal> refusals = new ArrayList<>();
        for (int index : taken.indices()) {
            refusals.add(Refusal.byMatomo(part.requests().get(index), "invalid, as Matomo says"));
        }
        while (refusals.size() < taken.invalid()) {
            refusals.add(new Refusal(part.requests().get(0).line(), "matomo", UNNAMED, null));
        }
        progress.settled(part, taken.tracked(), refusals);
        if (taken.tracked() > 0) {
            answers.learn(part, newest);
        }
    }

    private Duration delay(int tries) {
        Duration delay = settings.delay().multipliedBy(1L << Math.min(tries, 20));
        return Collections.min(List.of(delay, MAX_DELAY));
    }

    private void pause(Part part, Duration wanted, String reason) {
        Duration wait = Collections.min(List.of(wanted, MAX_AFTER));
        watcher.note(part.label() + ": " + reason + "; sent again in " + wait.toSeconds() + " s");
        pause.of(wait);
    }
}

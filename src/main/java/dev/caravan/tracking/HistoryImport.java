package dev.caravan.tracking;

import dev.caravan.matomo.MatomoEvents;
import dev.caravan.platform.Digests;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.Pause;
import dev.caravan.platform.PipelineException;
import dev.caravan.tracking.ImportReport.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends an input to Matomo's tracker, in its order and each line once, also over crashes of either side: a part is
 * noted in the checkpoint before it is sent and again when it is settled, and one whose answer was lost is looked for
 * in Matomo's database. For one thread, but for {@link #shut}.
 */
public final class HistoryImport {

    /** Matomo takes older events only from who has a token. */
    static final Duration OPEN_TO_ALL = Duration.ofDays(1);

    /** So many refusals one after the other are no matter of single lines. */
    private static final int MAX_REFUSED_ALONE = 10;

    private final ImportSettings settings;
    private final @Nullable MatomoEvents events;
    private final String database;
    private final Clock clock;
    private final ImportWatcher watcher;
    private final Pause pause;
    private volatile @Nullable Delivery delivery;
    private int refusedAlone;

    /**
     * @param events Matomo's database; null when it cannot be asked
     * @param database a digest that tells it from others
     */
    public HistoryImport(
            ImportSettings settings,
            @Nullable MatomoEvents events,
            String database,
            Clock clock,
            ImportWatcher watcher) {
        this(settings, events, database, clock, watcher, Pause.asleep("Interrupted while waiting for Matomo"));
    }

    HistoryImport(
            ImportSettings settings,
            @Nullable MatomoEvents events,
            String database,
            Clock clock,
            ImportWatcher watcher,
            Pause pause) {
        this.settings = settings;
        this.events = events;
        this.database = database;
        this.clock = clock;
        this.watcher = watcher;
        this.pause = pause;
    }

    /**
     * Goes on where a former call has ended.
     *
     * @throws InvalidRequest {@code import-checkpoint}, {@code import-running}, {@code token-missing}
     */
    public ImportReport run() {
        Checkpoint none = Checkpoint.start(
                Digests.sha256(settings.input()), settings.endpoint().toString());
        try (CheckpointFile file = new CheckpointFile(settings.checkpoint());
                Input input = new Input(settings.input())) {
            Checkpoint former = file.read().orElse(none);
            if (!former.input().equals(none.input()) || !former.target().equals(none.target())) {
                throw new InvalidRequest(
                        "import-checkpoint",
                        settings.checkpoint() + " is that of another input or another --url; name another --checkpoint,"
                                + " or remove it to begin anew");
            }
            Progress progress = new Progress(file, former, former.finished() ? null : settings.refused());
            Failure failure = null;
            if (!former.finished()) {
                failure = work(input, progress);
            }
            return ImportReport.of(progress.current(), former.line(), input.tokens(), failure);
        }
    }

    /**
     * After this nothing is sent any more, unless what is on its way takes longer; for a program that is told to end.
     *
     * @return whether nothing is on its way
     */
    public boolean shut(Duration patience) throws InterruptedException {
        Delivery sending = delivery;
        return sending == null || sending.shut(patience);
    }

    private @Nullable Failure work(Input input, Progress progress) {
        Doubt doubt = events == null ? null : new Doubt(events, settings.patience(), clock, pause);
        LostAnswers answers = new LostAnswers(
                doubt, database, progress, watcher, settings.patience().toSeconds());
        Delivery sending = new Delivery(settings, answers, progress, clock, watcher, pause);
        delivery = sending;
        try {
            resume(input, progress, sending);
            for (Part part : input.parts(settings.batch())) {
                send(part, progress, sending);
                watcher.at(
                        input.position(),
                        progress.current().tracked(),
                        progress.current().refusals());
            }
            progress.ended();
            return null;
        } catch (PipelineException e) {
            return Failure.of(e);
        }
    }

    private void resume(Input input, Progress progress, Delivery sending) {
        input.skipTo(progress.current().line());
        Checkpoint.Sending open = progress.current().sending();
        if (open == null) {
            return;
        }
        Part part = input.upTo(open.to()).orElseThrow();
        if (part.requests().size() != open.requests()) {
            throw new InvalidRequest(
                    "import-checkpoint", settings.checkpoint() + " was made by a version that read lines otherwise");
        }
        if (!sending.settled(part, open)) {
            send(part, progress, sending);
        }
    }

    private void send(Part whole, Progress progress, Delivery sending) {
        requireToken(whole);
        Deque<Part> parts = new ArrayDeque<>(List.of(whole));
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            if (part.requests().isEmpty()) {
                progress.passed(part, List.of());
                continue;
            }
            Optional<String> rejected = sending.deliver(part);
            if (rejected.isPresent() && part.requests().size() > 1) {
                parts.push(part.tail());
                parts.push(part.head());
            } else if (rejected.isPresent()) {
                refuse(part, rejected.get(), progress);
            } else {
                refusedAlone = 0;
            }
        }
    }

    private void refuse(Part single, String reason, Progress progress) {
        progress.passed(single, List.of(Refusal.byMatomo(single.requests().get(0), reason)));
        refusedAlone++;
        if (refusedAlone >= MAX_REFUSED_ALONE) {
            progress.back();
            throw new PipelineException.Permanent(
                    "tracker-refused",
                    settings.endpoint() + " has refused " + refusedAlone + " requests in a row, each sent alone: "
                            + reason + ". That is no matter of single lines, so they do not count as done; is the"
                            + " plug-in BulkTracking on?");
        }
    }

    private void requireToken(Part part) {
        if (!settings.token().reveal().isEmpty()) {
            return;
        }
        part.requests().stream()
                .filter(request -> request.olderThan(clock.instant().minus(OPEN_TO_ALL)))
                .findFirst()
                .ifPresent(request -> {
                    throw new InvalidRequest(
                            "token-missing",
                            "Line " + request.line() + " is older than a day, which Matomo takes only with a token:"
                                    + " set MATOMO_TOKEN");
                });
    }
}

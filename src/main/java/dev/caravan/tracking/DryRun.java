package dev.caravan.tracking;

import dev.caravan.platform.PipelineException;
import dev.caravan.tracking.ImportReport.Failure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads and checks a whole input as an import does, and neither sends nor keeps anything. */
public final class DryRun {

    private static final int PART = 1000;

    private final Path input;
    private final boolean token;
    private final Clock clock;
    private final ImportWatcher watcher;

    /** @param token whether there is one */
    public DryRun(Path input, boolean token, Clock clock, ImportWatcher watcher) {
        this.input = input;
        this.token = token;
        this.clock = clock;
        this.watcher = watcher;
    }

    public ImportReport run() {
        Checkpoint all = Checkpoint.start("", "");
        Instant limit = clock.instant().minus(HistoryImport.OPEN_TO_ALL);
        long older = 0;
        @Nullable Failure failure = null;
        try (Input lines = new Input(input)) {
            try {
                for (Part part : lines.parts(PART)) {
                    all = all.settled(part, part.requests().size(), part.refusals());
                    older += part.requests().stream()
                            .filter(request -> request.olderThan(limit))
                            .count();
                    watcher.at(lines.position(), all.tracked(), all.refusals());
                }
                all = all.ended();
            } catch (PipelineException e) {
                failure = Failure.of(e);
            }
            return ImportReport.of(all, 0, lines.tokens(), failure).ofDryRun(token ? 0 : older);
        }
    }
}

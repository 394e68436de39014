package dev.caravan.tracking;

import dev.caravan.tracking.Doubt.Finding;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an import does about answers that never came: asks the database, if there is one, and learns to trust it. */
final class LostAnswers {

    private final @Nullable Doubt doubt;
    private final String database;
    private final Progress progress;
    private final ImportWatcher watcher;
    private final long patienceSeconds;
    private boolean warned;

    /** @param database what {@code doubt} asks, told from others */
    LostAnswers(
            @Nullable Doubt doubt, String database, Progress progress, ImportWatcher watcher, long patienceSeconds) {
        this.doubt = doubt;
        this.database = database;
        this.progress = progress;
        this.watcher = watcher;
        this.patienceSeconds = patienceSeconds;
    }

    /** To be noted before a part is sent; null when the database cannot be asked. */
    @Nullable
    Long newest() {
        return doubt == null ? null : doubt.newest().orElse(null);
    }

    /**
     * What became of a part.
     *
     * @param ended when nobody waited for its answer any more
     * @param reason why there was none
     */
    Finding look(Part part, @Nullable Long newest, Instant ended, String reason) {
        if (doubt == null) {
            return new Finding.Unsettled("Matomo's database was not asked");
        }
        watcher.note("Whether Matomo has stored " + part.label() + " is not known: " + reason
                + ". Looking into its database, for up to " + patienceSeconds + " s");
        Finding finding = doubt.settle(part.requests(), newest, ended, proven());
        if (finding instanceof Finding.Stored && !proven()) {
            progress.shownBy(database);
        }
        return finding;
    }

    /** Learns from a part that Matomo took whether the database is the one behind it. */
    void learn(Part part, @Nullable Long newest) {
        if (doubt == null || newest == null || proven()) {
            return;
        }
        Optional<Boolean> shown = doubt.shows(part.requests(), newest);
        if (shown.orElse(false)) {
            progress.shownBy(database);
        } else if (shown.isPresent() && !warned) {
            warned = true;
            watcher.note("The database of matomo.jdbc.url has no row of " + part.label() + ", which Matomo took:"
                    + " should an answer get lost, it cannot be found out there what became of it");
        }
    }

    private boolean proven() {
        return database.equals(progress.current().database());
    }
}

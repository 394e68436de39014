package dev.caravan.usage;

import dev.caravan.engine.SqlSession;
import dev.caravan.run.WorkItem;
import dev.caravan.sources.Source;
import java.util.OptionalLong;

/**
 * A site and period in the stages' hands: a claimed work item's, or one that somebody only looks at.
 *
 * @param item of a look, one that no ledger knows: its token is 0
 * @param attendant is asked before every step
 * @param rowsIn events in the parts, by their footers
 * @param recovered how many of them got an identifier that their URL proposed; empty where that is not in use
 * @param complete whether nothing of the period is missing
 * @param inputs fingerprint of what was read
 */
public record UsageJob(
        WorkItem item,
        Attendant attendant,
        Source source,
        SqlSession session,
        long rowsIn,
        OptionalLong recovered,
        boolean complete,
        String inputs) {

    /** Goes with a job through its steps, and may call it off. */
    @FunctionalInterface
    public interface Attendant {

        /** Throws when the job's result is not wanted any more. */
        void check();

        /** Called when a filter has been put on {@code events}. */
        default void filtered(SqlSession session, String stage) {}
    }

    void check() {
        attendant.check();
    }
}

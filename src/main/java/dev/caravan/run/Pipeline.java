package dev.caravan.run;

import java.util.Optional;

/** What the planner and the claims must know of a pipeline; its step is the route {@code direct:<step>}. */
public interface Pipeline {

    /** For example {@code matomo}. */
    String name();

    /** The route that does one item, for example {@code matomo.extract}. */
    String step();

    /** Changes when the same input would give another result; at most 64 characters. */
    String rulesVersion();

    /** The unit of an item when none is asked for. */
    Granularity granularity();

    /**
     * Whether its subjects are the sites of the source table, of which every day or month is to be done: only such items
     * are planned by naming a period.
     */
    default boolean bySite() {
        return true;
    }

    /** The pipeline whose open items of the same subject and days hold an item back. */
    default Optional<String> waitsFor() {
        return Optional.empty();
    }

    /** Fingerprint of what an item would read now; a change opens a done item again. At most 64 characters. */
    default String inputs(String subject, Period period) {
        return "";
    }

    /** How many items may run at once, over all instances. */
    int maxItems();

    /** The same for one subject. */
    int maxItemsPerSubject();

    /** The span of one item. */
    enum Granularity {
        DAY,
        MONTH
    }
}

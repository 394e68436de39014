package dev.caravan.visitfiles.load;

/** What became of a load; failures are exceptions. */
public sealed interface LoadOutcome {

    /**
     * Its rows are committed.
     *
     * @param counts as in bitacora_control
     * @param nameUsedBefore W-15: a file of this name was loaded with another content
     * @param loadedBefore W-16: rows whose e-mail and send date another file has brought too
     * @param repeats how often the database called it off before, S-08
     */
    record Loaded(LoadCounts counts, boolean nameUsedBefore, long loadedBefore, int repeats) implements LoadOutcome {}

    /**
     * Nothing was loaded, as the same content was loaded before, or was and has been withdrawn.
     *
     * @param original the load's id_carga
     */
    record Duplicate(long original) implements LoadOutcome {}

    /**
     * Nothing was loaded: the name was used before and the source is set to {@link SameName#HOLD}.
     *
     * @param previous the load's id_carga
     */
    record Held(long previous) implements LoadOutcome {}
}

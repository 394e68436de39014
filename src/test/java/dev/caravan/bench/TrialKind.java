package dev.caravan.bench;

/** What a trial does; see the classes of the same names. */
enum TrialKind {
    /** DuckDB decodes the columns that the rules need. */
    DECODE,
    /** The product's transform, parts in its own layout. */
    TRANSFORM,
    /** The same from the original's layout. */
    TRANSFORM_LEGACY;

    /** Those on one kind of ground are interleaved. */
    boolean needsServers() {
        return ordinal() > TRANSFORM_LEGACY.ordinal();
    }
}

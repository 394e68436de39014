package dev.caravan.bench;

/** What a trial does; see the classes of the same names. */
enum TrialKind {
    /** The extraction's writer makes the parts. */
    WRITE,
    /** DuckDB decodes the columns that the rules need. */
    DECODE,
    /** The product's transform, parts in its own layout. */
    TRANSFORM,
    /** The same from the original's layout. */
    TRANSFORM_LEGACY,
    /** One bare stream of the queries of the extraction. */
    STREAM,
    /** The extraction by the service. */
    EXTRACT,
    /** The same, and then the index. */
    INDEX;

    boolean needsServers() {
        return this == STREAM || this == EXTRACT || this == INDEX;
    }
}

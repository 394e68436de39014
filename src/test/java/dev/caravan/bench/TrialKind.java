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
    INDEX,
    /** MariaDB's own load of the valid rows of report files. */
    LOAD_DATA,
    /** Report files by the service. */
    VISIT_FILES;

    boolean needsServers() {
        return this == STREAM || this == EXTRACT || this == INDEX || isOfReports();
    }

    /** Not of a month of Matomo's. */
    boolean isOfReports() {
        return this == LOAD_DATA || this == VISIT_FILES;
    }
}

package dev.caravan.sources;

import org.jspecify.annotations.Nullable;

/**
 * A site whose usage is counted: a row of the {@code source} table, with that table's column names in Java's spelling.
 *
 * @param siteId Matomo's site; unique
 * @param countryIso two upper-case letters; {@code 0} for a regional aggregator
 * @param mapType 0 normalise, 1 regular expression, 2 file
 */
public record Source(
        String sourceId,
        String name,
        Type type,
        int siteId,
        @Nullable Integer nationalSiteId,
        @Nullable Integer regionalSiteId,
        String countryIso,
        @Nullable String identifierPrefix,
        int mapType,
        @Nullable String mapRegex,
        @Nullable String mapReplace,
        @Nullable String mapFilename) {

    /** The level at which a site collects usage. */
    public enum Type {
        /** A repository. */
        R,
        /** A national aggregator. */
        N,
        /** A regional aggregator. */
        L
    }
}

package dev.caravan.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the visits set.
 *
 * @param first time of the first action
 * @param last time of the last action
 * @param totalActions actions of the visit on all items, of all types
 * @param country of the visitor, lower case
 */
record PlainVisit(
        long idvisit,
        @Nullable Instant first,
        @Nullable Instant last,
        @Nullable Long totalActions,
        @Nullable String country) {}

package dev.caravan.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the events set.
 *
 * @param identifier content of the column that identifies the item, as it was sent
 * @param actionType 1 view, 2 outlink, 3 download; others are no metric
 * @param url page URLs come without scheme, downloads and outlinks with it
 * @param customVar2 its first two characters are the item's country at level L
 */
record PlainEvent(
        long idlinkVa,
        long idvisit,
        Instant serverTime,
        @Nullable String identifier,
        @Nullable Integer actionType,
        @Nullable String url,
        @Nullable String customVar2) {}

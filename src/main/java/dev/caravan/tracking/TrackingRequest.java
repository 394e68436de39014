package dev.caravan.tracking;

import dev.caravan.matomo.EventTime;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to the tracker, as a line of the input gave it.
 *
 * @param line of the input, from 1
 * @param query begins with {@code ?}; no token in it
 * @param time of the event, from {@code cdt}; null: Matomo takes the time at which it gets the request
 * @param leavesRow whether Matomo stores a row of log_link_visit_action for it, unless it leaves it out (robots,
 *     excluded addresses)
 */
record TrackingRequest(long line, String query, @Nullable EventTime time, boolean leavesRow) {

    /** Where its row must be found in Matomo's database; empty when that cannot be told. */
    Optional<EventTime> expected() {
        return leavesRow ? Optional.ofNullable(time) : Optional.empty();
    }

    boolean olderThan(Instant limit) {
        return time != null && time.second().isBefore(limit);
    }

    int bytes() {
        return query.length();
    }
}

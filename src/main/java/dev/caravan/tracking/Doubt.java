package dev.caravan.tracking;

import dev.caravan.matomo.EventTime;
import dev.caravan.matomo.MatomoEvents;
import dev.caravan.matomo.MatomoEvents.View;
import dev.caravan.platform.PipelineException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by Matomo's database what became of requests whose answer never came.
 *
 * <p>Before a part is sent the greatest idlink_va is noted. A row of the part's has a greater one, its site, and its
 * second ({@code cdt}); rows of live visits have another second. Whether this is the database behind the tracker is
 * not believed until it has shown rows of a part that Matomo took.
 */
final class Doubt {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final MatomoEvents events;
    private final Duration patience;
    private final Clock clock;
    private final Pause pause;

    /** @param patience how long Matomo may go on with a request that nobody waits for any more */
    Doubt(MatomoEvents events, Duration patience, Clock clock, Pause pause) {
        this.events = events;
        this.patience = patience;
        this.clock = clock;
        this.pause = pause;
    }

    /** What became of them. */
    sealed interface Finding {

        /** @param missing those of which there is no row, although there should be; not all of them */
        record Stored(List<TrackingRequest> missing) implements Finding {}

        record NotStored() implements Finding {}

        record Unsettled(String reason) implements Finding {}
    }

    /** @return the greatest idlink_va now; empty when the database cannot be asked */
    Optional<Long> newest() {
        try {
            return Optional.of(events.newest());
        } catch (PipelineException e) {
            return Optional.empty();
        }
    }

    /** Whether the database has rows of requests that Matomo took; empty when that cannot be told. */
    Optional<Boolean> shows(List<TrackingRequest> requests, long newest) {
        List<TrackingRequest> expected = expected(requests);
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(missing(expected, newest, View.COMMITTED).size() < expected.size());
        } catch (PipelineException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns as soon as all rows are there, else when Matomo has had time enough.
     *
     * @param newest the greatest idlink_va before they were sent; null when it is not known
     * @param ended when nobody waited for the answer any more
     * @param proven whether the database has shown an earlier part
     */
    Finding settle(List<TrackingRequest> requests, @Nullable Long newest, Instant ended, boolean proven) {
        List<TrackingRequest> expected = expected(requests);
        if (newest == null) {
            return new Finding.Unsettled("Matomo's database could not be asked when they were sent");
        }
        if (expected.isEmpty()) {
            return new Finding.Unsettled("none of them has a cdt, by which its row could be found");
        }
        try {
            Instant end = ended.plus(patience);
            List<TrackingRequest> missing = missing(expected, newest, View.COMMITTED);
            while (!missing.isEmpty() && clock.instant().isBefore(end)) {
                pause.of(POLL);
                missing = missing(expected, newest, View.COMMITTED);
            }
            if (missing.size() > missing(expected, newest, View.UNCOMMITTED).size()) {
                return new Finding.Unsettled("Matomo is still writing them");
            }
            if (missing.size() < expected.size()) {
                return new Finding.Stored(missing);
            }
            return proven
                    ? new Finding.NotStored()
                    : new Finding.Unsettled("the database of matomo.jdbc.url has shown nothing of this import"
                            + " so far, so it may be another Matomo's");
        } catch (PipelineException e) {
            return new Finding.Unsettled(String.valueOf(e.getMessage()));
        }
    }

    private static List<TrackingRequest> expected(List<TrackingRequest> requests) {
        return requests.stream()
                .filter(request -> request.expected().isPresent())
                .toList();
    }

    private List<TrackingRequest> missing(List<TrackingRequest> expected, long newest, View view) {
        Map<EventTime, Integer> found = new HashMap<>(events.since(
                newest,
                expected.stream()
                        .flatMap(request -> request.expected().stream())
                        .toList(),
                view));
        List<TrackingRequest> missing = new ArrayList<>();
        for (TrackingRequest request : expected) {
            EventTime time = request.expected().orElseThrow();
            if (found.merge(time, -1, Integer::sum) < 0) {
                missing.add(request);
            }
        }
        return missing;
    }
}

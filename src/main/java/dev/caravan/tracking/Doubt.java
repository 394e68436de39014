package dev.caravan.tracking;

import dev.caravan.matomo.EventTime;
import dev.caravan.matomo.MatomoEvents;
import dev.caravan.matomo.MatomoEvents.View;
import dev.caravan.platform.Pause;
import dev.caravan.platform.PipelineException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

        /** @param lacking those of a site and second that has fewer rows than it should: which of them, nobody knows */
        record Stored(List<TrackingRequest> lacking) implements Finding {}

        record NotStored() implements Finding {}

        record Unsettled(String reason) implements Finding {}
    }

    /** How many rows there are of those that were sent. */
    private record Seen(long rows, List<TrackingRequest> lacking) {}

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
            return Optional.of(look(expected, newest, View.COMMITTED).rows() > 0);
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
            Seen seen = look(expected, newest, View.COMMITTED);
            while (!seen.lacking().isEmpty() && clock.instant().isBefore(end)) {
                pause.of(POLL);
                seen = look(expected, newest, View.COMMITTED);
            }
            if (look(expected, newest, View.UNCOMMITTED).rows() > seen.rows()) {
                return new Finding.Unsettled("Matomo is still writing them");
            }
            if (seen.rows() > 0) {
                return new Finding.Stored(seen.lacking());
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

    private Seen look(List<TrackingRequest> expected, long newest, View view) {
        Map<EventTime, Long> sent = expected.stream()
                .collect(Collectors.groupingBy(request -> request.expected().orElseThrow(), Collectors.counting()));
        Map<EventTime, Integer> found = events.since(newest, sent.keySet(), view);
        long rows = 0;
        Set<EventTime> few = new HashSet<>();
        for (Map.Entry<EventTime, Long> time : sent.entrySet()) {
            long there = found.getOrDefault(time.getKey(), 0);
            rows += Math.min(there, time.getValue());
            if (there < time.getValue()) {
                few.add(time.getKey());
            }
        }
        return new Seen(
                rows,
                expected.stream()
                        .filter(request -> few.contains(request.expected().orElseThrow()))
                        .toList());
    }
}

package dev.caravan.tracking;

import java.util.List;

/**
 * Consecutive lines of the input that are sent, and settled, together.
 *
 * @param to the last line of them, blank ones included
 * @param requests in the order of their lines; may be empty
 * @param refusals lines among them that cannot be sent
 */
record Part(long to, List<TrackingRequest> requests, List<Refusal> refusals) {

    /** For messages: {@code lines 101 to 200}. */
    String label() {
        return "lines " + requests.get(0).line() + " to "
                + requests.get(requests.size() - 1).line();
    }

    /** The first half of its requests. */
    Part head() {
        TrackingRequest last = requests.get(requests.size() / 2 - 1);
        return new Part(
                last.line(),
                requests.subList(0, requests.size() / 2),
                refusals.stream()
                        .filter(refusal -> refusal.line() < last.line())
                        .toList());
    }

    /** What {@link #head} leaves. */
    Part tail() {
        TrackingRequest last = requests.get(requests.size() / 2 - 1);
        return new Part(
                to,
                requests.subList(requests.size() / 2, requests.size()),
                refusals.stream()
                        .filter(refusal -> refusal.line() > last.line())
                        .toList());
    }
}

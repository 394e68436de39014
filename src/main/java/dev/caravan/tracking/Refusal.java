package dev.caravan.tracking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A line that Matomo has not taken.
 *
 * @param line of the input, from 1
 * @param by {@code caravan}: it was not sent; {@code matomo}: it was refused; {@code unknown}: an answer was lost, and
 *     its row was not found afterwards
 * @param reason bounded, without anything of the line in it
 * @param request what would be sent, without a token; null when the line cannot be read
 */
@JsonPropertyOrder({"line", "by", "reason", "request"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Refusal(
        long line, String by, String reason, @Nullable String request) {

    private static final String LACKING =
            "the answer was lost, and Matomo's database has fewer rows of its site and second than were sent";

    static Refusal byUs(long line, String reason, @Nullable String request) {
        return new Refusal(line, "caravan", reason, request);
    }

    static Refusal byMatomo(TrackingRequest request, String reason) {
        return new Refusal(request.line(), "matomo", reason, request.query());
    }

    static Refusal lacking(TrackingRequest request) {
        return new Refusal(request.line(), "unknown", LACKING, request.query());
    }
}

package dev.caravan.tracking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A line that Matomo has not taken.
 *
 * @param line of the input, from 1
 * @param by {@code caravan}: it was not sent; {@code matomo}: it was refused; {@code unknown}: an answer was lost, and
 *     it was not found afterwards
 * @param reason bounded, without anything of the line in it
 * @param request what would be sent, without a token; null when the line cannot be read
 */
@JsonPropertyOrder({"line", "by", "reason", "request"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Refusal(
        long line, String by, String reason, @Nullable String request) {

    static Refusal byUs(long line, String reason, @Nullable String request) {
        return new Refusal(line, "caravan", reason, request);
    }

    static Refusal byMatomo(TrackingRequest request, String reason) {
        return new Refusal(request.line(), "matomo", reason, request.query());
    }

    static Refusal notFound(TrackingRequest request) {
        return new Refusal(
                request.line(),
                "unknown",
                "Matomo's answer was lost, and its database has no row of it",
                request.query());
    }
}

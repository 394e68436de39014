package dev.caravan.tracking;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a bulk request after it was sent. Reasons are bounded and without private data. */
sealed interface BulkAnswer {

    /**
     * Matomo has stored all but those that it calls invalid.
     *
     * @param tracked how many it says it has tracked
     * @param invalid how many it says it has not
     * @param indices which those are, from 0; empty when it does not say
     */
    record Taken(int tracked, int invalid, List<Integer> indices) implements BulkAnswer {}

    /** Matomo refuses the request as it is and has stored nothing. */
    record Refused(String reason) implements BulkAnswer {}

    /** Matomo has failed and taken back all of the request: it is one transaction. */
    record Failed(String reason) implements BulkAnswer {}

    /**
     * Nothing has reached Matomo.
     *
     * @param after how long it asks to be left alone; null when it does not say
     */
    record Busy(String reason, @Nullable Duration after) implements BulkAnswer {}

    /** Nothing was stored, and nothing will be until somebody changes something. */
    record Denied(String reason) implements BulkAnswer {}

    /** It may be stored or not, and Matomo may still be at it. */
    record Unknown(String reason) implements BulkAnswer {}
}

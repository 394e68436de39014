package dev.caravan.visitfiles.report;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A valid row of a report: one recipient of one mailing. Times are as written, without a zone.
 *
 * @param line physical, from 1; the header's is 1 in most files
 * @param email in lower case: the visitor's key
 * @param column2 of unknown meaning; the reports call it jyv, jk or fgh
 * @param badmail {@code HARD} or {@code SOFT}, or what else is there; null for none
 * @param baja {@code SI} for unsubscribed, or what else is there; null for none
 * @param sent the date of the visit
 * @param links identifiers of links, a list as in the file; so are the others, empty elements included
 * @param browsers empty when there was one that was not recognised, null when there was none
 * @param warnings codes, ascending, for example {@code W-01}; the row is loaded all the same
 */
public record VisitRow(
        int line,
        String email,
        @Nullable String column2,
        @Nullable String badmail,
        @Nullable String baja,
        LocalDateTime sent,
        @Nullable LocalDateTime opened,
        int opens,
        int viralOpens,
        @Nullable LocalDateTime clicked,
        int clicks,
        int viralClicks,
        @Nullable String links,
        @Nullable String ips,
        @Nullable String browsers,
        @Nullable String platforms,
        List<String> warnings) {

    public VisitRow {
        warnings = List.copyOf(warnings);
    }

    /** The same row with these. */
    VisitRow with(List<String> itsWarnings) {
        return new VisitRow(
                line,
                email,
                column2,
                badmail,
                baja,
                sent,
                opened,
                opens,
                viralOpens,
                clicked,
                clicks,
                viralClicks,
                links,
                ips,
                browsers,
                platforms,
                itsWarnings);
    }
}

package dev.caravan.visitfiles.load;

import dev.caravan.visitfiles.report.VisitRow;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What a valid row counts as: A.5 of the specification. A change needs a rebuild of the visitors. */
public enum VisitBasis {
    /** One visit, of the send date. */
    ROW {
        @Override
        int visits(VisitRow row) {
            return 1;
        }

        @Override
        LocalDateTime date(VisitRow row) {
            return row.sent();
        }
    },
    /** As many visits as opens. */
    OPEN {
        @Override
        int visits(VisitRow row) {
            return row.opens();
        }

        @Override
        LocalDateTime date(VisitRow row) {
            return orSent(row.opened(), row);
        }
    },
    /** As many visits as clicks. */
    CLICK {
        @Override
        int visits(VisitRow row) {
            return row.clicks();
        }

        @Override
        LocalDateTime date(VisitRow row) {
            return orSent(row.clicked(), row);
        }
    };

    abstract int visits(VisitRow row);

    abstract LocalDateTime date(VisitRow row);

    /** Puts the same, of a row of {@code estadisticas e}, into a statement of ours that says {visits} and {date}. */
    String in(String statement) {
        String visits =
                switch (this) {
                    case ROW -> "1";
                    case OPEN -> "e.opens";
                    case CLICK -> "e.clicks";
                };
        String date =
                switch (this) {
                    case ROW -> "e.fechaEnvio";
                    case OPEN -> "coalesce(e.fechaOpen, e.fechaEnvio)";
                    case CLICK -> "coalesce(e.fechaClick, e.fechaEnvio)";
                };
        return statement.replace("{visits}", visits).replace("{date}", date);
    }

    private static LocalDateTime orSent(@Nullable LocalDateTime date, VisitRow row) {
        return date == null ? row.sent() : date;
    }
}

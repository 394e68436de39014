package dev.caravan.visitfiles.load;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;

/** What MySQL's and MariaDB's errors mean for a load: S-07, S-08 and S-09 of the specification, A.3.7. */
final class LoadErrors {

    /** Deadlock, lock time-out, and what MariaDB makes of them when the lock is that of the next id. */
    private static final Set<Integer> CALLED_OFF = Set.of(1213, 1205, 1467);

    /** Too many connections, shutdown, disk or temporary space full, interrupted: all of the server's condition. */
    private static final Set<Integer> CONDITION = Set.of(1040, 1203, 1226, 1053, 1021, 1114, 1317, 1290, 1836, 3169);

    private LoadErrors() {}

    /** A deadlock, or a lock that did not come in time: the same again may work at once. */
    static boolean calledOff(SQLException e) {
        return CALLED_OFF.contains(e.getErrorCode());
    }

    static PipelineException translate(SQLException e) {
        String text = Redacted.text(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (calledOff(e)) {
            return new PipelineException.Transient("visitfiles-locked", "S-08: " + text, e);
        }
        if (state.startsWith("08")
                || e instanceof SQLTransientConnectionException
                || CONDITION.contains(e.getErrorCode())) {
            return new PipelineException.Transient("visitfiles-database-unreachable", "S-07: " + text, e);
        }
        return new PipelineException.Permanent(
                "visitfiles-database-refused", "S-09: error " + e.getErrorCode() + ": " + text, e);
    }
}

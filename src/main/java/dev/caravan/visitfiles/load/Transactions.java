package dev.caravan.visitfiles.load;

import dev.caravan.platform.PipelineException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Work on one connection each, again from its start when the database calls it off for another's sake: S-08. */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int REPEATS = 3;

    private final DataSource database;

    Transactions(DataSource database) {
        this.database = database;
    }

    /** What is done on a connection that reads what is committed, and commits nothing by itself. */
    interface Work<T> {

        /** @param repeats 0 for the first time */
        T on(Connection connection, int repeats) throws SQLException;
    }

    /**
     * What {@code work} has not committed is taken back.
     *
     * @throws PipelineException with the codes of {@link LoadErrors}
     */
    <T> T run(Work<T> work) {
        for (int repeats = 0; ; repeats++) {
            try {
                return once(work, repeats);
            } catch (SQLException e) {
                if (!LoadErrors.calledOff(e) || repeats == REPEATS) {
                    throw LoadErrors.translate(e);
                }
                LOG.warn("Called off by the database, error {}: once more", e.getErrorCode());
            }
        }
    }

    private <T> T once(Work<T> work, int repeats) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            try {
                return work.on(connection, repeats);
            } finally {
                rollback(connection);
            }
        } catch (DataAccessException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException failure) {
                    throw failure;
                }
            }
            throw e;
        }
    }

    /** A connection that is broken has done so itself. */
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("No rollback: {}", e.getMessage());
        }
    }
}

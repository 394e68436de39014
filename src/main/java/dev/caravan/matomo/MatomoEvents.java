package dev.caravan.matomo;

import dev.caravan.platform.PipelineException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.Map;

/**
 * What Matomo's database has of events that were sent to its tracker. Reads columns that the extraction reads too.
 * Failures are {@link PipelineException}s: {@code matomo-unreachable}, {@code matomo-denied}, {@code matomo-schema}.
 */
public final class MatomoEvents {

    private static final DateTimeFormatter DATETIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final MatomoSettings settings;

    public MatomoEvents(MatomoSettings settings) {
        this.settings = settings;
    }

    /** What a look sees of transactions that have not ended. */
    public enum View {
        COMMITTED,
        UNCOMMITTED
    }

    /** @return the greatest idlink_va: what is stored from now on has a greater one; 0 when there is none */
    public long newest() {
        try (Connection connection = connect(View.COMMITTED)) {
            return newest(connection, settings);
        } catch (SQLException e) {
            throw MatomoDatabase.translate(e);
        }
    }

    /** The same as a connection sees it. */
    static long newest(Connection connection, MatomoSettings settings) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(settings.statement("newest"));
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * How many events were stored for each of these times.
     *
     * @param newest those with a greater idlink_va are counted
     * @param times at least one
     * @return without times that have no event; may have times that were not asked for
     */
    public Map<EventTime, Integer> since(long newest, Collection<EventTime> times, View view) {
        IntSummaryStatistics sites = times.stream().mapToInt(EventTime::site).summaryStatistics();
        Instant first =
                times.stream().map(EventTime::second).min(Instant::compareTo).orElseThrow();
        Instant last =
                times.stream().map(EventTime::second).max(Instant::compareTo).orElseThrow();
        try (Connection connection = connect(view);
                PreparedStatement statement = connection.prepareStatement(settings.statement("events-since"))) {
            statement.setLong(1, newest);
            statement.setInt(2, sites.getMin());
            statement.setInt(3, sites.getMax());
            // digits, so that no time zone of a session or a machine can touch them
            statement.setString(4, DATETIME.format(first));
            statement.setString(5, DATETIME.format(last));
            Map<EventTime, Integer> found = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(new EventTime(rows.getInt(1), Instant.ofEpochSecond(rows.getLong(2))), rows.getInt(3));
                }
            }
            return found;
        } catch (SQLException e) {
            throw MatomoDatabase.translate(e);
        }
    }

    private Connection connect(View view) throws SQLException {
        Connection connection = MatomoDatabase.connect(settings);
        try {
            connection.setTransactionIsolation(
                    view == View.COMMITTED
                            ? Connection.TRANSACTION_READ_COMMITTED
                            : Connection.TRANSACTION_READ_UNCOMMITTED);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}

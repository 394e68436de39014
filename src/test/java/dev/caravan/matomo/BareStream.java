package dev.caravan.matomo;

import dev.caravan.platform.Config;
import dev.caravan.run.Period;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.apache.avro.Schema;

/**
 * What an extraction could cost at the least: the same queries by the same driver, one day after the other on one
 * connection; every column is read as what it is and thrown away. For one thread.
 */
public final class BareStream {

    private final MatomoSettings settings;
    private final IdentifierColumns columns;

    public BareStream(Config config) {
        this.settings = MatomoSettings.from(config);
        this.columns = IdentifierColumns.from(config);
    }

    /** What was read; a visit is in the rows of every day that it has events on. */
    public record Rows(long events, long visits) {}

    public Rows read(Source source, Period period) throws SQLException {
        long events = 0;
        long visits = 0;
        try (Connection connection = new MatomoDatabase(settings).snapshot()) {
            MatomoQueries queries = MatomoQueries.fitted(
                    connection, settings.tablePrefix(), columns.all(), source.type(), columns.of(source.type()));
            for (LocalDate day : period.from().datesUntil(period.to()).toList()) {
                visits += read(connection, queries.visits(), queries.visitSchema(), source, day);
                events += read(connection, queries.events(), queries.eventSchema(), source, day);
            }
        }
        return new Rows(events, visits);
    }

    private static long read(Connection connection, String query, Schema schema, Source source, LocalDate day)
            throws SQLException {
        List<Schema.Type> types = schema.getFields().stream()
                .map(field -> field.schema().getTypes().get(1).getType())
                .toList();
        try (PreparedStatement statement =
                connection.prepareStatement(query, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            // row by row, as the extraction does
            statement.setFetchSize(Integer.MIN_VALUE);
            statement.setInt(1, source.siteId());
            statement.setString(2, day + " 00:00:00");
            statement.setString(3, day.plusDays(1) + " 00:00:00");
            long rows = 0;
            try (ResultSet result = statement.executeQuery()) {
                for (; result.next(); rows++) {
                    for (int i = 0; i < types.size(); i++) {
                        drop(result, i + 1, types.get(i));
                    }
                }
            }
            return rows;
        }
    }

    private static void drop(ResultSet result, int column, Schema.Type type) throws SQLException {
        switch (type) {
            case LONG -> result.getLong(column);
            case INT -> result.getInt(column);
            default -> result.getString(column);
        }
        result.wasNull();
    }
}

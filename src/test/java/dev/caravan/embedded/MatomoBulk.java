package dev.caravan.embedded;

import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes many visits and events quickly: actions are looked up in memory, rows go in inserts of many.
 *
 * <p>Rows are certain to be in the database only after {@link #close}; their order of writing is not that of the calls.
 * Not safe for use by many threads.
 */
public final class MatomoBulk implements AutoCloseable {

    private final Connection connection;
    private final Shape shape;
    private final MatomoRows rows;
    private final Map<Target, InsertBuffer> buffers = new LinkedHashMap<>();
    private final Map<Action, Long> actions = new HashMap<>();
    private long lastIdaction;

    MatomoBulk(Connection connection, Shape shape) {
        this.connection = connection;
        this.shape = shape;
        this.rows = new MatomoRows(shape);
        readActions();
    }

    public void visit(Visit visit) {
        write("log_visit", rows.visit(visit));
    }

    public void event(Event event) {
        write("log_link_visit_action", rows.event(event, this::action));
    }

    /** As {@link MatomoTables#action}. */
    public long action(@Nullable String name, @Nullable Integer type, @Nullable Integer urlPrefix) {
        return actions.computeIfAbsent(new Action(name, type, urlPrefix), action -> {
            lastIdaction++;
            write("log_action", rows.action(lastIdaction, name, type, urlPrefix));
            return lastIdaction;
        });
    }

    @Override
    public void close() {
        buffers.values().forEach(InsertBuffer::flush);
    }

    private void write(String table, SortedMap<String, @Nullable Object> row) {
        Target target = new Target(shape.table(table), List.copyOf(row.keySet()));
        buffers.computeIfAbsent(target, t -> new InsertBuffer(connection, t.table(), t.columns()))
                .add(row.values());
    }

    private void readActions() {
        String sql = "select idaction, name, type, url_prefix from " + shape.table("log_action");
        Sql.query(connection, sql, List.of(), MatomoBulk::stored).forEach(stored -> {
            actions.put(stored.action(), stored.idaction());
            lastIdaction = Math.max(lastIdaction, stored.idaction());
        });
    }

    private static Stored stored(ResultSet row) throws SQLException {
        Action action = new Action(row.getString(2), row.getObject(3, Integer.class), row.getObject(4, Integer.class));
        return new Stored(action, row.getLong(1));
    }

    private record Action(
            @Nullable String name,
            @Nullable Integer type,
            @Nullable Integer urlPrefix) {}

    private record Stored(Action action, long idaction) {}

    private record Target(String table, List<String> columns) {}
}

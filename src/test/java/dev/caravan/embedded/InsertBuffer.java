package dev.caravan.embedded;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that fill the same columns, written as inserts of many rows each.
 *
 * <p>As quick as the driver's rewriting of batches, without asking for an option in the connection's URL.
 */
final class InsertBuffer {

    /** Times the widest row (29 columns) this stays below the 65,535 parameters of one statement. */
    private static final int ROWS_PER_INSERT = 1_000;

    private final Connection connection;
    private final String table;
    private final List<String> columns;
    private final List<@Nullable Object> values = new ArrayList<>();
    private int rows;

    InsertBuffer(Connection connection, String table, Collection<String> columns) {
        this.connection = connection;
        this.table = table;
        this.columns = List.copyOf(columns);
    }

    /** @param row one value per column, in the columns' order */
    void add(Collection<? extends @Nullable Object> row) {
        values.addAll(row);
        rows++;
        if (rows == ROWS_PER_INSERT) {
            flush();
        }
    }

    void flush() {
        if (rows == 0) {
            return;
        }
        Sql.update(connection, Sql.insertInto(table, columns, rows), values);
        values.clear();
        rows = 0;
    }
}

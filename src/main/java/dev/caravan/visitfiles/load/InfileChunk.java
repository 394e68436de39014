package dev.caravan.visitfiles.load;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way into a table by {@code LOAD DATA LOCAL}, some thousand at a time, from memory. Half of the server's
 * work of an INSERT, and none of the client's. For one thread.
 */
final class InfileChunk {

    /** Small enough not to be a large object to the collector. */
    private static final int BYTES = 1 << 18;

    private final Connection connection;
    private final String statement;
    private final StringBuilder rows = new StringBuilder(BYTES);

    /** @param into table, columns in the order of the values, and what else is set: ours, nothing from outside */
    InfileChunk(Connection connection, String into) {
        this.connection = connection;
        this.statement = "load data local infile 'rows' into table " + into;
    }

    /** @param values texts, times, whole numbers; null for NULL */
    void add(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                rows.append('\t');
            }
            append(values[i]);
        }
        rows.append('\n');
        if (rows.length() >= BYTES) {
            flush();
        }
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            rows.append("\\N");
        } else if (value instanceof String text) {
            escaped(text);
        } else if (value instanceof LocalDateTime time) {
            rows.append(time.toLocalDate()).append(' ').append(time.toLocalTime());
        } else {
            rows.append(((Number) value).longValue());
        }
    }

    private void escaped(String text) {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            String escape =
                    switch (text.charAt(i)) {
                        case '\t' -> "\\t";
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\\' -> "\\\\";
                        default -> null;
                    };
            if (escape != null) {
                rows.append(text, written, i).append(escape);
                written = i + 1;
            }
        }
        rows.append(text, written, text.length());
    }

    /**
     * Sends what is left.
     *
     * @throws SQLException also when the server would have left a row out or cut a value
     */
    void flush() throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        RuntimeProperty<Boolean> allowed = connection
                .unwrap(JdbcConnection.class)
                .getPropertySet()
                .getBooleanProperty(PropertyKey.allowLoadLocalInfile);
        try (Statement load = connection.createStatement()) {
            load.unwrap(JdbcStatement.class)
                    .setLocalInfileInputStream(
                            new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)));
            // only now, while there is a stream to be asked for: at any other time a server could ask for a file of
            // ours
            allowed.setValue(true);
            load.executeLargeUpdate(statement);
            SQLWarning changed = load.getWarnings();
            if (changed != null) {
                // LOCAL turns every error into a warning, and leaves rows out or cuts values
                throw changed;
            }
        } finally {
            allowed.setValue(false);
        }
        rows.setLength(0);
    }
}

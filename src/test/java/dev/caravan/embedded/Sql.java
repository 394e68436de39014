package dev.caravan.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The few statements that filling a database takes; a failure names the statement. */
final class Sql {

    private Sql() {}

    static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** @return the key that the database gave, 0 when it gave none */
    static long insert(Connection connection, String table, SortedMap<String, @Nullable Object> row) {
        String sql = insertInto(table, List.copyOf(row.keySet()), 1);
        try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            bind(statement, new ArrayList<>(row.values()));
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                return keys.next() ? keys.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    static void update(Connection connection, String sql, List<@Nullable Object> arguments) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    static <T> List<T> query(Connection connection, String sql, List<@Nullable Object> arguments, RowMapper<T> mapper) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(mapper.map(rows));
                }
                return result;
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** @throws IllegalArgumentException when a column's name is not {@code [a-z0-9_]+} */
    static String insertInto(String table, List<String> columns, int rows) {
        for (String column : columns) {
            if (!column.matches("[a-z0-9_]+")) {
                throw new IllegalArgumentException("Column is not [a-z0-9_]+: " + column);
            }
        }
        String marks = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        return "insert into " + table + " (`" + String.join("`, `", columns) + "`) values "
                + String.join(", ", Collections.nCopies(rows, marks));
    }

    private static void bind(PreparedStatement statement, List<@Nullable Object> arguments) throws SQLException {
        for (int i = 0; i < arguments.size(); i++) {
            statement.setObject(i + 1, arguments.get(i));
        }
    }

    private static IllegalStateException failed(String sql, SQLException cause) {
        String start = sql.length() > 300 ? sql.substring(0, 300) + "…" : sql;
        return new IllegalStateException(cause.getMessage() + " in: " + start, cause);
    }

    /** Makes a value of the row that the result stands on. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }
}

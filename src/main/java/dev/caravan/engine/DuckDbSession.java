package dev.caravan.engine;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/** A session of {@link DuckDbEngine}. */
final class DuckDbSession implements SqlSession {

    /** Errors that speak of the statement alone; all others may quote rows. */
    private static final Pattern OF_STATEMENT =
            Pattern.compile("(?:java[.]sql[.]\\w+: )?(?:Parser|Binder|Catalog|Not implemented|IO) Error:");

    private static final Pattern WITH = Pattern.compile("^(?:\\s|--[^\\n]*\\n)*with\\s", Pattern.CASE_INSENSITIVE);

    private static final Pattern END = Pattern.compile("[;\\s]+$");

    private final Connection connection;
    /** The view that stands for a rebound name, and how often it was bound. */
    private final Map<String, Integer> bindings = new LinkedHashMap<>();

    private volatile @Nullable Statement running;

    DuckDbSession(Connection connection) {
        this.connection = connection;
    }

    @Override
    public long read(String name, List<Path> files, LinkedHashMap<String, ColumnType> columns, List<String> required) {
        if (files.isEmpty()) {
            execute("create temp view " + name + " as " + select(columns, Map.of(), "(select 1)") + " where false");
            return 0;
        }
        Map<Map<String, String>, List<Path>> bySchema = bySchema(files, columns);
        for (String column : required) {
            if (bySchema.keySet().stream().noneMatch(schema -> schema.containsKey(column))) {
                throw new PipelineException.Permanent(
                        "dataset-column-missing", "No part of " + name + " has the column " + column);
            }
        }
        String union = bySchema.entrySet().stream()
                .map(group -> select(
                        columns,
                        group.getKey(),
                        "read_parquet(" + list(group.getValue())
                                + ", hive_partitioning = false, binary_as_string = true)"))
                .collect(Collectors.joining(" union all "));
        execute("create temp view " + name + " as " + union);
        return number("select coalesce(sum(num_rows), 0) from parquet_file_metadata(" + list(files) + ")");
    }

    private static String select(LinkedHashMap<String, ColumnType> columns, Map<String, String> stored, String from) {
        return columns.entrySet().stream()
                .map(column -> expression(column.getKey(), column.getValue(), stored.get(column.getKey())) + " as "
                        + column.getKey())
                .collect(Collectors.joining(", ", "select ", " from " + from));
    }

    private static String expression(String column, ColumnType type, @Nullable String stored) {
        String target =
                switch (type) {
                    case LONG -> "bigint";
                    case TIMESTAMP -> "timestamp";
                    case TEXT -> "varchar";
                    case BOOLEAN -> "boolean";
                };
        if (stored == null) {
            return "cast(null as " + target + ")";
        }
        String value = column;
        if (type == ColumnType.LONG && (stored.equals("DOUBLE") || stored.equals("FLOAT"))) {
            // pandas writes a nullable integer as a double, and its null sometimes as NaN
            value = "case when isnan(" + column + ") then null else " + column + " end";
        } else if (type == ColumnType.TIMESTAMP && stored.contains("NANOS")) {
            // DuckDB has no cast from nanoseconds with a zone to microseconds without one
            value = "cast(" + column + " as timestamp_ns)";
        }
        return "cast(" + value + " as " + target + ")";
    }

    /** The files by what they store of our columns: one scan each, so that types never meet before they are cast. */
    private Map<Map<String, String>, List<Path>> bySchema(List<Path> files, Map<String, ColumnType> columns) {
        Map<String, Path> byName = files.stream().collect(Collectors.toMap(Path::toString, file -> file));
        Map<String, Map<String, String>> schemas = new HashMap<>();
        files.forEach(file -> schemas.put(file.toString(), new HashMap<>()));
        ask(
                "select file_name, name, type, converted_type, logical_type from parquet_schema(" + list(files)
                        + ") where type is not null",
                result -> {
                    while (result.next()) {
                        if (columns.containsKey(result.getString(2))) {
                            boolean plain = result.getString(3).equals("DOUBLE")
                                    || result.getString(3).equals("FLOAT");
                            String stored = plain
                                    ? result.getString(3)
                                    : result.getString(3) + " " + result.getString(4) + " " + result.getString(5);
                            schemas.computeIfAbsent(result.getString(1), file -> new HashMap<>())
                                    .put(result.getString(2), stored);
                        }
                    }
                    return schemas;
                });
        Map<Map<String, String>, List<Path>> grouped = new LinkedHashMap<>();
        schemas.forEach((file, schema) ->
                grouped.computeIfAbsent(schema, none -> new ArrayList<>()).add(byName.get(file)));
        return grouped;
    }

    private static String list(List<Path> files) {
        return files.stream().map(file -> Sql.literal(file.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public void function(String name, List<String> parameters, String body) {
        execute("create or replace temp macro " + name + "(" + String.join(", ", parameters) + ") as " + body);
    }

    @Override
    public void rebind(String name, String select) {
        int binding = bindings.getOrDefault(name, 0) + 1;
        String raw = name + "_raw_" + binding;
        execute("create temp view " + raw + " as " + bound(select));
        List<String> columns = ask("select * from " + raw + " limit 0", result -> {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                names.add(result.getMetaData().getColumnName(i));
            }
            return names;
        });
        String kept = columns.stream()
                .filter(column -> !columns.contains(column + "_next"))
                .map(column -> column.endsWith("_next")
                        ? column + " as " + column.substring(0, column.length() - "_next".length())
                        : column)
                .collect(Collectors.joining(", "));
        execute("create temp view " + name + "_" + binding + " as select " + kept + " from " + raw);
        bindings.put(name, binding);
    }

    @Override
    public void store(String name, String select) {
        execute("create or replace temp table " + name + " as " + bound(select));
    }

    @Override
    public void store(String name, List<String> columns, Iterable<Map.Entry<String, String>> rows) {
        execute("create or replace temp table " + name + " (" + columns.get(0) + " varchar, " + columns.get(1)
                + " varchar)");
        try (DuckDBAppender appender = connection.unwrap(DuckDBConnection.class).createAppender("temp", "main", name)) {
            for (Map.Entry<String, String> row : rows) {
                appender.beginRow();
                appender.append(row.getKey());
                appender.append(row.getValue());
                appender.endRow();
            }
        } catch (SQLException e) {
            throw failure("append to " + name, e);
        }
    }

    @Override
    public <T> T query(String select, Function<Rows, T> rows) {
        String text = bound(select);
        long expected = number("select count(*) from (" + END.matcher(text).replaceFirst("") + "\n) counted");
        try (PreparedStatement statement = connection.prepareStatement(text);
                DuckDBChunkedResult result =
                        running(statement).unwrap(DuckDBPreparedStatement.class).query()) {
            return rows.apply(new DuckDbRows(result, expected));
        } catch (SQLException e) {
            throw failure(text, e);
        }
    }

    private interface Reader<T> {
        T read(ResultSet result) throws SQLException;
    }

    private <T> T ask(String sql, Reader<T> reader) {
        try (Statement statement = connection.createStatement();
                ResultSet result = running(statement).executeQuery(sql)) {
            return reader.read(result);
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    private long number(String sql) {
        return ask(sql, result -> {
            result.next();
            return result.getLong(1);
        });
    }

    /** The text with every rebound name standing for its latest view. */
    private String bound(String select) {
        if (bindings.isEmpty()) {
            return select;
        }
        String common = bindings.entrySet().stream()
                .map(binding -> binding.getKey() + " as not materialized (select * from " + binding.getKey() + "_"
                        + binding.getValue() + ")")
                .collect(Collectors.joining(", "));
        Matcher with = WITH.matcher(select);
        return with.find() ? "with " + common + ", " + select.substring(with.end()) : "with " + common + "\n" + select;
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            running(statement).execute(sql);
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    private <S extends Statement> S running(S statement) {
        running = statement;
        return statement;
    }

    @Override
    public void cancel() {
        try {
            Statement statement = running;
            if (statement != null && !statement.isClosed()) {
                statement.cancel();
            }
        } catch (SQLException e) {
            throw failure("cancel", e);
        }
    }

    private static PipelineException failure(String sql, SQLException e) {
        String message = String.valueOf(e.getMessage());
        // below its floor DuckDB says "Invalid result set" instead of naming the memory
        if (message.contains("Out of Memory") || message.contains("Invalid result set")) {
            return new PipelineException.Permanent(
                    "engine-memory", "DuckDB needs more memory: raise engine.memory-mb (" + message + ")", e);
        }
        String shown = OF_STATEMENT.matcher(message).lookingAt()
                ? message
                : Redacted.text(message.split("\nLINE ", 2)[0]).strip();
        return new PipelineException.Permanent("engine-sql", shown + " in: " + sql.strip(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("close", e);
        }
    }
}

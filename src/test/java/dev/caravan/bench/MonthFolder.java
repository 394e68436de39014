package dev.caravan.bench;

import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.dataset.DerivedColumn;
import dev.caravan.engine.Sql;
import dev.caravan.matomo.LocalParts;
import dev.caravan.usage.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A month on this disk: a DuckDB file, and Parquet made of it in two layouts. What is there already is not made again;
 * what was begun and not finished is.
 */
final class MonthFolder {

    /** As the original writes them. */
    private static final int ROWS_OF_LEGACY_FILE = 10_000;

    private final Path folder;
    private static final List<DerivedColumn> DERIVED = Transform.derived(Month.SOURCE);

    private final Month month;

    MonthFolder(Path dir, Month month) {
        this.folder = dir.resolve(month.name());
        this.month = month;
    }

    Path folder() {
        return folder;
    }

    /** How parts are laid out. */
    enum Layout {
        /** The product's: about one part per table and day. */
        PARTS,
        /** The original's: files of 10,000 rows, Snappy, no manifest. */
        LEGACY
    }

    Path parts(Layout layout) {
        return folder.resolve(layout == Layout.PARTS ? "parts" : "legacy");
    }

    /** As the dataset's reader would give them. */
    Fetched fetched(Layout layout) throws IOException {
        Map<String, String> versions =
                DERIVED.stream().collect(Collectors.toMap(DerivedColumn::name, DerivedColumn::version));
        List<Path> events = files(layout, "events");
        return new Fetched(
                events,
                files(layout, "visits"),
                layout == Layout.LEGACY ? Map.of() : events.stream().collect(Collectors.toMap(f -> f, f -> versions)),
                layout == Layout.LEGACY,
                true,
                month.name());
    }

    private List<Path> files(Layout layout, String table) throws IOException {
        try (Stream<Path> files = Files.list(parts(layout))) {
            return files.filter(file -> file.getFileName().toString().startsWith(table))
                    .sorted()
                    .toList();
        }
    }

    void prepare(Layout layout, Consumer<String> progress) throws SQLException, IOException, InterruptedException {
        if (Files.exists(parts(layout))) {
            return;
        }
        prepare(progress);
        progress.accept("writing " + month.size() + " events as Parquet, layout " + layout);
        Path unfinished = Unfinished.begin(parts(layout));
        try (Connection connection = open(true)) {
            if (layout == Layout.PARTS) {
                writeParts(connection, unfinished);
            } else {
                writeLegacy(connection, unfinished);
            }
        }
        Files.move(unfinished, parts(layout));
    }

    /** Makes the DuckDB file. */
    void prepare(Consumer<String> progress) throws SQLException, IOException {
        Path database = folder.resolve("month.duckdb");
        if (Files.exists(database)) {
            return;
        }
        progress.accept("making a month of " + month.size() + " events in " + folder);
        Path unfinished = Unfinished.begin(folder).resolve("month.duckdb");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + unfinished);
                Statement statement = connection.createStatement()) {
            statement.execute("set memory_limit = '4GB'");
            make(month, statement);
        }
        Files.move(unfinished.getParent(), folder);
    }

    /** Makes the tables and views of {@code month.sql}. */
    static void make(Month month, Statement statement) throws SQLException {
        statement.execute("set variable seed = " + month.seed());
        statement.execute("set variable events = " + month.events());
        statement.execute("set variable visits = " + month.visits());
        statement.execute(TestSql.read("bench/month.sql"));
    }

    private Connection open(boolean streaming) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("duckdb.read_only", "true");
        properties.setProperty("jdbc_stream_results", String.valueOf(streaming));
        return DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("month.duckdb"), properties);
    }

    private static void writeParts(Connection connection, Path into)
            throws SQLException, IOException, InterruptedException {
        try (LocalParts parts = new LocalParts(into, DERIVED);
                Statement statement = connection.createStatement()) {
            for (LocalDate day :
                    Month.PERIOD.from().datesUntil(Month.PERIOD.to()).toList()) {
                String within =
                        " where moment >= timestamp '" + day + "' and moment < timestamp '" + day.plusDays(1) + "'";
                String events = "select " + String.join(", ", LocalParts.columns("events")) + " from event_rows"
                        + within + " order by moment, idlink_va";
                String visits = "select " + String.join(", ", LocalParts.columns("visits"))
                        + " from visit_rows where idvisit in (select idvisit from event_rows" + within
                        + ") order by idvisit";
                try (ResultSet rows = statement.executeQuery(visits)) {
                    parts.write("visits", Month.SITE, day, rows);
                }
                try (ResultSet rows = statement.executeQuery(events)) {
                    parts.write("events", Month.SITE, day, rows);
                }
            }
        }
    }

    private void writeLegacy(Connection connection, Path into) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int from = 1; from <= month.events(); from += ROWS_OF_LEGACY_FILE) {
                legacyFile(
                        statement,
                        "select * exclude (moment) replace (moment as server_time) from event_rows"
                                + " where idlink_va between " + from + " and " + (from + ROWS_OF_LEGACY_FILE - 1),
                        into.resolve("events-%09d.parquet".formatted(from)));
            }
            for (int from = 1; from <= month.visits(); from += ROWS_OF_LEGACY_FILE) {
                legacyFile(
                        statement,
                        "select * replace (make_timestamp(visit_first_action_time) as visit_first_action_time,"
                                + " make_timestamp(visit_last_action_time) as visit_last_action_time)"
                                + " from visit_rows where idvisit between " + from + " and "
                                + (from + ROWS_OF_LEGACY_FILE - 1),
                        into.resolve("visits-%09d.parquet".formatted(from)));
            }
        }
    }

    private static void legacyFile(Statement statement, String select, Path file) throws SQLException {
        statement.execute(
                "copy (" + select + ") to " + Sql.literal(file.toString()) + " (format parquet, compression snappy)");
    }

    /** Writes a table of Matomo for LOAD DATA: tabs between the columns, \N for null. */
    void export(String view, Path file) throws SQLException {
        try (Connection connection = open(false);
                Statement statement = connection.createStatement()) {
            statement.execute("copy " + view + " to " + Sql.literal(file.toString())
                    + " (format csv, header false, delimiter '\t', quote '', escape '', nullstr '\\N')");
        }
    }
}

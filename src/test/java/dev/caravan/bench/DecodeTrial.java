package dev.caravan.bench;

import dev.caravan.bench.MonthFolder.Layout;
import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.engine.EngineSettings;
import dev.caravan.engine.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the transform costs at the least: the engine, set up as for it, decodes the columns that the rules need. */
final class DecodeTrial implements Trial {

    private final EngineSettings settings;
    private final Fetched parts;
    private final Meter meter;

    DecodeTrial(EngineSettings settings, MonthFolder month, Meter meter) throws Exception {
        this.settings = settings;
        this.parts = month.fetched(Layout.PARTS);
        this.meter = meter;
    }

    @Override
    public Sample run() {
        TreeMap<String, String> results = new TreeMap<>();
        Meter.Reading before = meter.read();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("set memory_limit = '" + settings.memoryMb() + "MB'");
            statement.execute("set threads = " + settings.threads());
            results.put("decode.events", decode(statement, "events", parts.events()));
            results.put("decode.visits", decode(statement, "visits", parts.visits()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Sample(meter.read().since(before), results);
    }

    private static String decode(Statement statement, String table, List<Path> files) throws SQLException {
        String list =
                files.stream().map(file -> Sql.literal(file.toString())).collect(Collectors.joining(", ", "[", "]"));
        String select = TestSql.read("bench/decode_" + table + ".sql").replace("${files}", list);
        try (ResultSet row = statement.executeQuery(select)) {
            row.next();
            StringBuilder values = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.append(row.getString(i)).append(' ');
            }
            return values.toString();
        }
    }
}

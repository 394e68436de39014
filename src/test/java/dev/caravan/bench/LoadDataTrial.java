package dev.caravan.bench;

import dev.caravan.platform.Config;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** MariaDB's own {@code LOAD DATA} of the valid rows of report files, into a table without keys. */
final class LoadDataTrial implements Trial {

    private final Connection connection;
    private final ReportsFolder reports;
    private final Meter meter;

    LoadDataTrial(Config config, ReportsFolder reports, Meter meter) throws SQLException {
        this.connection = DriverManager.getConnection(
                config.required("ledger.jdbc.url") + "&allowLoadLocalInfile=true",
                config.required("ledger.jdbc.user"),
                config.secret("ledger.jdbc.password").reveal());
        this.reports = reports;
        this.meter = meter;
    }

    @Override
    public Sample run() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists bare_visits");
            statement.execute(TestSql.read("bench/bare_visits.sql"));
            Meter.Reading before = meter.read();
            long rows = statement.executeLargeUpdate("load data local infile '" + reports.validRows()
                    + "' into table bare_visits character set utf8mb4");
            Sample sample =
                    new Sample(meter.read().since(before), new TreeMap<>(Map.of(VisitFilesTrial.VALID, "" + rows)));
            sample.figures().put(Sample.ROWS, (double) rows);
            return sample;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

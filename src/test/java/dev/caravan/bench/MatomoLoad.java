package dev.caravan.bench;

import dev.caravan.embedded.MariaDbServer;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Shape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Months as Matomo's databases, one each; what is loaded already stays. */
final class MatomoLoad {

    private static final List<String> VIEWS = List.of("matomo_action", "matomo_visit", "matomo_event");
    private static final long MB = 1 << 20;

    private final MariaDbServer server;
    private final Consumer<String> progress;

    MatomoLoad(MariaDbServer server, Consumer<String> progress) {
        this.server = server;
        this.progress = progress;
    }

    /** @return how large the database is and whether MariaDB keeps all of it in memory, as a sentence */
    String load(Month month, MonthFolder folder) throws SQLException, IOException {
        bufferPool(month);
        if (server.tables(month.name() + "_loaded") == 0) {
            fill(month, folder);
        }
        long bytes =
                number("select sum(data_length + index_length) from information_schema.tables where table_schema = '"
                        + month.name() + "'");
        long pool = number("select @@innodb_buffer_pool_size");
        return String.format(
                Locale.ROOT,
                "Matomo's tables of %s events take %,d MB; MariaDB's buffer pool has %,d MB%s.",
                month.size(),
                bytes / MB,
                pool / MB,
                pool > bytes ? "" : ", so it READS FROM DISK");
    }

    /**
     * So large that a month, or as many rows of report files, stay in memory; at most half of the machine's. Generous: an
     * event takes about 400 bytes with its indexes and its share of visits. The log is large enough not to force pages to
     * the disk all the time.
     */
    void bufferPool(Month month) throws SQLException {
        long wanted = 128 * MB + 700L * month.events();
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        execute("", "set global innodb_buffer_pool_size = " + Math.min(wanted, memory / 2));
        execute("", "set global innodb_log_file_size = " + 1024 * MB);
    }

    private void fill(Month month, MonthFolder folder) throws SQLException, IOException {
        server.dropDatabase(month.name());
        server.createDatabase(month.name());
        progress.accept("loading " + month.size() + " events into Matomo's tables");
        try (Connection connection = connect(month.name())) {
            MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
            tables.create();
            tables.site(Month.SITE, Month.SOURCE.name(), "https://repositorio.example.org");
        }
        Path texts = Unfinished.begin(folder.folder().resolve("texts"));
        String load = TestSql.read("bench/load.sql");
        for (String view : VIEWS) {
            Path text = texts.resolve(view + ".tsv");
            folder.export(view, text);
            load = load.replace("${" + view + "}", text.toString());
        }
        execute(month.name(), load.split(";;"));
        Unfinished.delete(texts);
        // says to the next bench that all of it is there
        server.createDatabase(month.name() + "_loaded");
        execute(month.name() + "_loaded", "create table loaded (at timestamp)");
    }

    private void execute(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(database) + "&allowLoadLocalInfile=true", server.user(), server.password());
    }
}

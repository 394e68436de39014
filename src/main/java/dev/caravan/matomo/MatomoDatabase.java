package dev.caravan.matomo;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;

/** Opens connections to Matomo that read one consistent snapshot, and says what their errors mean. */
final class MatomoDatabase {

    private final MatomoSettings settings;

    MatomoDatabase(MatomoSettings settings) {
        this.settings = settings;
    }

    static Connection connect(MatomoSettings settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password().reveal());
        properties.setProperty("connectTimeout", "10000");
        properties.setProperty(
                "socketTimeout", Long.toString(settings.readTimeout().toMillis()));
        return DriverManager.getConnection(settings.jdbcUrl(), properties);
    }

    /** A read-only transaction that sees the moment of its start and no later one; to be closed by the caller. */
    Connection snapshot() {
        try {
            Connection connection = connect(settings);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set session transaction isolation level repeatable read");
                // texts come as bytes: UTF-8, whatever a column's character set is and whatever the URL says
                statement.execute("set session character_set_results = utf8mb4");
                // a part that is being compressed must not end the cursor: W-34
                statement.execute("set session net_write_timeout = 3600");
                statement.execute("start transaction with consistent snapshot, read only");
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    /** Permanent where Matomo's account or tables are not as configured; transient otherwise. */
    static PipelineException translate(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        String text = Objects.requireNonNullElse(e.getMessage(), e.toString());
        if (state.startsWith("28") || e.getErrorCode() == 1044 || e.getErrorCode() == 1142) {
            return new PipelineException.Permanent(
                    "matomo-denied", text + "; check matomo.jdbc.user, .password and the account's grants", e);
        }
        boolean tooManyConnections = e.getErrorCode() == 1203 || e.getErrorCode() == 1226;
        if (!tooManyConnections && (e.getErrorCode() == 1049 || state.startsWith("42"))) {
            return new PipelineException.Permanent(
                    "matomo-schema", text + "; check matomo.jdbc.url and matomo.table-prefix", e);
        }
        // a value that the driver could not convert is in its message
        return new PipelineException.Transient("matomo-unreachable", Redacted.text(text), e);
    }
}

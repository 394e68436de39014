package dev.caravan.engine;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.SqlFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** DuckDB in this process: bounded memory with spill, and no way out of the session's folder. Safe for many threads. */
public final class DuckDbEngine implements SqlEngine {

    private final EngineSettings settings;

    public DuckDbEngine(EngineSettings settings) {
        this.settings = settings;
    }

    @Override
    public SqlSession open(Path folder) {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            try (Statement statement = connection.createStatement()) {
                String path = Sql.literal(folder.toAbsolutePath().toString());
                statement.execute("set memory_limit = '" + settings.memoryMb() + "MB'");
                statement.execute("set threads = " + settings.threads());
                // false would let the driver's vectors come in any order, also those of an ordered result
                statement.execute("set preserve_insertion_order = true");
                statement.execute("set temp_directory = "
                        + Sql.literal(folder.resolve("spill").toAbsolutePath().toString()));
                statement.execute("set TimeZone = 'UTC'");
                statement.execute("set autoinstall_known_extensions = false");
                statement.execute("set autoload_known_extensions = false");
                statement.execute("set allowed_directories = [" + path + "]");
                statement.execute("set enable_external_access = false");
                statement.execute("set lock_configuration = true");
                for (String macro : SqlFile.read("engine/duckdb.sql").split(";;")) {
                    statement.execute(macro);
                }
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return new DuckDbSession(connection);
        } catch (SQLException e) {
            throw new PipelineException.Permanent("engine-start", "DuckDB does not start: " + e.getMessage(), e);
        }
    }
}

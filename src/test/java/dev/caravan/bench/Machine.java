package dev.caravan.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.caravan.platform.Version;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** On what was measured, and when. */
final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Name to value, for people. */
    static Map<String, String> facts() throws SQLException, IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("cores", String.valueOf(system.getAvailableProcessors()));
        facts.put("CPU", cpu());
        facts.put("memory", String.format(Locale.ROOT, "%.1f GiB", system.getTotalMemorySize() / (double) (1 << 30)));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("JDK", System.getProperty("java.vendor") + " " + Runtime.version());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            facts.put("DuckDB", connection.getMetaData().getDatabaseProductVersion());
        }
        facts.put("Caravan", Version.current());
        facts.put("load at the start", load(system.getSystemLoadAverage()));
        return facts;
    }

    private static String load(double processes) {
        return String.format(
                Locale.ROOT,
                "%.1f processes at work, mean of a minute%s",
                processes,
                processes > 1 ? ": other work is done here, so trust CPU seconds and ratios, not the clock" : "");
    }

    private static String cpu() throws IOException {
        return Files.exists(CPU_INFO)
                ? Files.readAllLines(CPU_INFO).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown")
                : System.getProperty("os.arch");
    }
}

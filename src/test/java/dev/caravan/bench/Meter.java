package dev.caravan.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads clock and CPU seconds of this process, and CPU seconds of others.
 *
 * @param others name to process id
 */
record Meter(Map<String, Long> others) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path STATUS = Path.of("/proc/self/status");

    /** A moment's readings, in seconds; only differences mean something. */
    record Reading(double clock, double cpu, Map<String, Double> others) {

        /** What went by since an earlier reading. */
        SortedMap<String, Double> since(Reading earlier) {
            SortedMap<String, Double> figures = new TreeMap<>();
            figures.put(Sample.WALL, clock - earlier.clock);
            figures.put(Sample.CPU, cpu - earlier.cpu);
            others.forEach((name, seconds) ->
                    figures.put(Sample.CPU + "." + name, seconds - earlier.others.getOrDefault(name, 0.0)));
            return figures;
        }
    }

    Reading read() {
        Map<String, Double> seconds = new TreeMap<>();
        others.forEach((name, pid) -> seconds.put(
                name,
                ProcessHandle.of(pid)
                                .flatMap(process -> process.info().totalCpuDuration())
                                .orElse(Duration.ZERO)
                                .toMillis()
                        / 1e3));
        return new Reading(System.nanoTime() / 1e9, SYSTEM.getProcessCpuTime() / 1e9, seconds);
    }

    /** Peak resident set of this process, MB; empty where the system does not tell. */
    static OptionalDouble peakRss() {
        try {
            return Files.exists(STATUS)
                    ? Files.readAllLines(STATUS).stream()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                            .findFirst()
                    : OptionalDouble.empty();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}

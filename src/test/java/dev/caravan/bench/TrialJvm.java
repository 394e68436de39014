package dev.caravan.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a trial in a JVM of its own, so that its CPU seconds and memory are nobody else's. */
final class TrialJvm {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TrialJvm() {}

    /**
     * @param options of the JVM
     * @return a sample for each iteration
     */
    static List<Sample> run(TrialRequest request, String heap, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Dcaravan.home=" + Settings.home(),
                "-Dcaravan.log=" + System.getProperty("caravan.log", "warn")));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                TrialMain.class.getName(),
                JSON.writeValueAsString(request)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // whatever a shell is set up for, a trial touches nothing but what it is told
        builder.environment().keySet().removeIf(name -> name.startsWith("CARAVAN_"));
        Process process = builder.start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        List<Sample> samples = new ArrayList<>();
        StringBuilder other = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(TrialMain.MARK)) {
                    samples.add(sample(line));
                } else {
                    other.append(line).append('\n');
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
            Runtime.getRuntime().removeShutdownHook(killer);
        }
        if (process.exitValue() != 0 || samples.size() != request.iterations()) {
            throw new IllegalStateException(
                    "The trial " + request.trial() + " ended with exit code " + process.exitValue() + ":\n" + other);
        }
        return samples;
    }

    private static Sample sample(String line) throws JsonProcessingException {
        return JSON.readValue(line.substring(TrialMain.MARK.length()), Sample.class);
    }
}

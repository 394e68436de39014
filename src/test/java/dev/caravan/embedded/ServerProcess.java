package dev.caravan.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One server in a process of its own that lives no longer than this JVM: {@code lifeline.sh} ends it when its
 * standard input closes.
 *
 * <p>Started and stopped by one thread at a time; {@link #stop} may also come from the shutdown hook.
 */
final class ServerProcess {

    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(5);
    private static final int LOG_LINES = 15;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final BooleanSupplier answers;
    private volatile @Nullable Process process;

    /** @param answers whether a client is served; asked ten times a second while the server starts */
    ServerProcess(
            String name, List<String> command, Map<String, String> environment, Path log, BooleanSupplier answers) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.answers = answers;
    }

    /** Returns when the server answers. */
    void start() {
        Process before = process;
        if (before != null && before.isAlive()) {
            return;
        }
        Process started = launch();
        process = started;
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            do {
                if (started.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw failure("ended with exit code " + started.exitValue());
                }
                if (System.nanoTime() > deadline) {
                    throw failure("did not answer within " + START_LIMIT.toSeconds() + " s");
                }
            } while (!answers.getAsBoolean());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted while it started");
        }
    }

    private Process launch() {
        List<String> line =
                new ArrayList<>(List.of("sh", Home.script("lifeline.sh").toString()));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ServerStartException(name + " could not be run: " + e.getMessage(), e);
        }
    }

    private ServerStartException failure(String what) {
        stop();
        return new ServerStartException(name + " " + what + ". " + lastLines(log));
    }

    /** Returns when the process has ended: in order, or killed after {@link #STOP_LIMIT}. */
    void stop() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        try {
            running.getOutputStream().close();
        } catch (IOException e) {
            // it is gone already, or the kill below ends it
        }
        try {
            if (!running.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                running.descendants().forEach(ProcessHandle::destroyForcibly);
                // the script ends with its server, whose port and files are free then
                running.waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    static String lastLines(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.toList();
            List<String> last = all.subList(Math.max(0, all.size() - LOG_LINES), all.size());
            return last.isEmpty() ? log + " is empty." : "Last lines of " + log + ":\n" + String.join("\n", last);
        } catch (IOException e) {
            return "There is no " + log + ".";
        }
    }
}

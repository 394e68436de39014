package dev.caravan.crash;

import dev.caravan.embedded.Until;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The program in a JVM of its own. For one thread; closing it kills the process. */
final class CaravanProcess implements AutoCloseable {

    private static final String END = "\0";

    private final Process process;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> read = new ArrayList<>();
    private final Thread killer;
    private final Thread reader;

    private CaravanProcess(Process process) {
        this.process = process;
        this.killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        this.reader = new Thread(this::readAll, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a main class of the tests' class path. */
    static CaravanProcess start(Path home, Class<?> main, List<String> arguments) throws IOException {
        return start(home, main, List.of(), arguments);
    }

    /** @param options of the JVM */
    static CaravanProcess start(Path home, Class<?> main, List<String> options, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dcaravan.home=" + home,
                "-Dcaravan.log=info"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new CaravanProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void readAll() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(unread::add);
        } catch (IOException | UncheckedIOException e) {
            // killed
        }
        unread.add(END);
    }

    /** Waits until the program writes a line with this text. */
    void awaitLine(String text) throws InterruptedException {
        long end = System.nanoTime() + Until.LIMIT.toNanos();
        while (true) {
            String line = unread.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError((line == null ? "It never" : "It ended and did not") + " write '" + text
                        + "', but:\n" + String.join("\n", read));
            }
            read.add(line);
            if (line.contains(text)) {
                return;
            }
        }
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM: asks it to end; what it writes then is still read. */
    void terminate() {
        boolean unused = process.toHandle().destroy();
    }

    /** SIGKILL: no shutdown hook runs, no lease is given back. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    /** Waits for the end of the program, and of what it writes. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(Until.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("It does not end: " + output());
        }
        reader.join(Until.LIMIT.toMillis());
        Runtime.getRuntime().removeShutdownHook(killer);
        return process.exitValue();
    }

    /** All that the program has written so far, for messages. */
    String output() {
        unread.drainTo(read);
        return String.join("\n", read);
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            kill();
        }
    }
}

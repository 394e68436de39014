package dev.caravan.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

/** A dump of a database on disk, plain or gzip; streamed, so it may be larger than memory. */
final class Dump {

    /** The first line of newer mariadb-dumps, which older clients and all drivers refuse. */
    private static final byte[] SANDBOX =
            "/*M!999999\\- enable the sandbox mode */".getBytes(StandardCharsets.US_ASCII);

    private final Path file;

    Dump(Path file) {
        this.file = file;
    }

    /** Feeds the dump to a client that reads SQL from its standard input. */
    void load(List<String> client, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(client).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try (InputStream sql = open()) {
            Process process = builder.start();
            CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            boolean taken = feed(sql, process);
            int exitCode = process.waitFor();
            if (exitCode != 0 || !taken) {
                throw new IOException(
                        "Loading " + file + " failed: " + said.join().strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Loading " + file + " was interrupted", e);
        }
    }

    /** @return false when the client went away before the end: it then says why */
    private static boolean feed(InputStream sql, Process client) throws IOException {
        byte[] buffer = new byte[1 << 16];
        OutputStream out = client.getOutputStream();
        for (int read = sql.read(buffer); read >= 0; read = sql.read(buffer)) {
            try {
                out.write(buffer, 0, read);
            } catch (IOException e) {
                return false;
            }
        }
        try {
            out.close();
        } catch (IOException e) {
            return false;
        }
        return true;
    }

    private InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        if (startsWith(raw, new byte[] {0x1f, (byte) 0x8b})) {
            raw = new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16);
        }
        if (startsWith(raw, SANDBOX)) {
            raw.skipNBytes(SANDBOX.length);
        }
        return raw;
    }

    private static boolean startsWith(InputStream in, byte[] start) throws IOException {
        in.mark(start.length);
        byte[] found = in.readNBytes(start.length);
        in.reset();
        return Arrays.equals(found, start);
    }

    private static String read(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}

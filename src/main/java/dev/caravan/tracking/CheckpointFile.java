package dev.caravan.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.platform.InvalidRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A checkpoint on disk: the whole old one or the whole new one, whenever a machine stops. One import at a time has it. */
final class CheckpointFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel lock;

    /** @throws InvalidRequest {@code import-running} when another import has it */
    CheckpointFile(Path file) {
        this.file = file;
        try {
            this.lock = FileChannel.open(
                    file.resolveSibling(file.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                lock.close();
                throw running();
            }
        } catch (OverlappingFileLockException e) {
            throw running();
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot write beside " + file + ": " + e, e);
        }
    }

    private InvalidRequest running() {
        return new InvalidRequest("import-running", "Another import is at work with " + file);
    }

    /** @throws IllegalArgumentException when what is there is no checkpoint */
    Optional<Checkpoint> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Checkpoint checkpoint = JSON.readValue(Files.readAllBytes(file), Checkpoint.class);
            if (checkpoint == null || !checkpoint.readable()) {
                throw new IllegalArgumentException(file + " is the checkpoint of another version");
            }
            return Optional.of(checkpoint);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no checkpoint of an import", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Checkpoint checkpoint) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel out = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(checkpoint));
                while (bytes.hasRemaining()) {
                    int unused = out.write(bytes);
                }
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            // or a machine that stops could come back with the former one, and send again what was sent since
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            // the file stays: who removes it may let two in
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.caravan.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Folders for the files of one work item, below the work folder. What an ended process left is removed at the next
 * start of any instance; a file lock tells who still runs, also across containers.
 */
public final class Scratch implements AutoCloseable {

    private static final String LOCK = ".lock";

    private final Path root;
    private final FileChannel lock;

    /** @param folder shared by instances, also those in other containers; what ended ones left in it is removed */
    public Scratch(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "instance-", LOCK);
            this.lock = FileChannel.open(file, StandardOpenOption.WRITE);
            lock.lock();
            this.root = folder(file);
            Files.createDirectories(root);
            try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder, "instance-*" + LOCK)) {
                for (Path other : locks) {
                    if (!other.equals(file)) {
                        clearIfEnded(other);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(Path lock) {
        String name = lock.getFileName().toString();
        return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    }

    /** The lock of a process goes with it, however it ends. */
    private static void clearIfEnded(Path other) throws IOException {
        try (FileChannel channel = FileChannel.open(other, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                delete(folder(other));
                Files.deleteIfExists(other);
            }
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            // another instance in this process, or somebody else was faster: nothing to clear
            return;
        }
    }

    /** A new empty folder; closing it removes it with all that is in it. */
    public Folder folder(String name) {
        try {
            Files.createDirectories(root);
            return new Folder(Files.createTempDirectory(root, name + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param path of a folder that is there until this is closed */
    public record Folder(Path path) implements AutoCloseable {

        @Override
        public void close() {
            delete(path);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // somebody else removes it too
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        delete(root);
        try {
            lock.close();
            Files.deleteIfExists(root.resolveSibling(root.getFileName() + LOCK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

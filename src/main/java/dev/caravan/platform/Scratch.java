package dev.caravan.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Folders for the files of one work item, below the work folder. What a killed process left is removed at the next
 * start of this instance.
 */
public final class Scratch {

    private final Path root;

    /** @param folder shared by the instances on this machine; what instances that are gone left in it is removed */
    public Scratch(Path folder) {
        this.root = folder.resolve(Long.toString(ProcessHandle.current().pid()));
        delete(root);
        try (Stream<Path> others = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            others.filter(Scratch::abandoned).forEach(Scratch::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean abandoned(Path folder) {
        String pid = folder.getFileName().toString();
        return pid.matches("\\d{1,10}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

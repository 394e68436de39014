package dev.caravan.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** The folder where servers keep their data, held by one JVM at a time. */
final class DataFolder implements AutoCloseable {

    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Takes the folder, creates it if need be, and ends what a killed JVM left running on it. */
    static DataFolder take(Path dir) throws IOException {
        Path folder = Files.createDirectories(dir).toRealPath();
        // the system drops the lock with the JVM that holds it, however that ends
        FileChannel lock =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(lock)) {
            lock.close();
            throw new ServerStartException("Servers are running on " + folder + " already");
        }
        DataFolder taken = new DataFolder(folder, lock);
        Set<String> marks = new HashSet<>(new MariaDbFolder(taken.mariaDb()).marks());
        marks.add(JavaProcess.mark(taken.s3Proxy()));
        marks.add(JavaProcess.mark(taken.openSearch()));
        Leftovers.end(marks);
        Files.deleteIfExists(taken.settings());
        return taken;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Deletes the data of all servers. */
    void clear() throws IOException {
        for (Path data : Set.of(mariaDb(), s3Proxy(), buckets(), openSearch())) {
            PrivateFiles.deleteFolder(data);
        }
    }

    /** There while the servers are ready for those who are not of this JVM. */
    Path settings() {
        return folder.resolve("servers.properties");
    }

    Path mariaDb() {
        return folder.resolve("mariadb");
    }

    Path s3Proxy() {
        return folder.resolve("s3proxy");
    }

    Path buckets() {
        return folder.resolve("s3");
    }

    Path openSearch() {
        return folder.resolve("opensearch");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // the lock goes with the JVM
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}

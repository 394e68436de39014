package dev.caravan.visitfiles;

import dev.caravan.platform.Digests;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Period;
import dev.caravan.visitfiles.load.FileRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.springframework.util.FileSystemUtils;

/**
 * Where report files lie on this machine, all below one folder: {@code staging/<id>/<name>} while they are worked on,
 * {@code backup/<yyyymmdd>/<id>__<name>} until they are in {@code backup/backup_<yyyymmdd>.zip}, and {@code
 * cuarentena/<yyyymmdd>/<id>__<name>} when they could not be loaded. Reports are {@code
 * reportes/reporte_<yyyymmdd>.<extension>}. Names come from outside: one that would lead
 * elsewhere is refused.
 *
 * @param root on a local file system that knows atomic renames
 */
public record ReportFolders(Path root) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /** The copy that is worked on. */
    public Path staged(long id, String name) {
        return below(staging(id), name);
    }

    Path staging(long id) {
        return root.resolve("staging").resolve(Long.toString(id));
    }

    public Path backups() {
        return root.resolve("backup");
    }

    public Path backup(LocalDate day, long id, String name) {
        return below(backups().resolve(DAY.format(day)), id + "__" + name);
    }

    public Path zip(LocalDate day) {
        return backups().resolve("backup_" + DAY.format(day) + ".zip");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    Path quarantine() {
        return root.resolve("cuarentena");
    }

    public Path quarantined(LocalDate day, long id, String name) {
        return below(quarantine().resolve(DAY.format(day)), id + "__" + name);
    }

    /** @param period a day or a month */
    public Path report(Period period, String extension) {
        return root.resolve("reportes").resolve("reporte_" + period.unit().replace("-", "") + "." + extension);
    }

    private static Path below(Path folder, String name) {
        Path path = folder.resolve(name);
        if (!folder.equals(path.getParent()) || !path.normalize().equals(path)) {
            throw new PipelineException.Permanent("visitfiles-name", "'" + name + "' is no plain file name");
        }
        return path;
    }

    /**
     * Copies a file so that it is either there as a whole, on the disk and read again, or not there.
     *
     * @param sha256 of what is to be there
     * @throws PipelineException.Transient {@code visitfiles-backup} when it is not, also when {@code from} is another file
     */
    public static void copy(Path from, Path to, String sha256) {
        try {
            if (holds(to, sha256)) {
                return;
            }
            create(folder(to));
            Path part = to.resolveSibling(to.getFileName() + ".part");
            Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            sync(part);
            if (!holds(part, sha256)) {
                throw new IOException("the copy of " + from + " is not the file that was fetched");
            }
            rename(part, to);
        } catch (IOException e) {
            throw new PipelineException.Transient("visitfiles-backup", to + ": " + e.getMessage(), e);
        }
    }

    /**
     * Whether a file is there, and has this hash.
     *
     * @throws PipelineException.Transient {@code visitfiles-disk} when it cannot be read
     */
    static boolean holds(Path file, String sha256) {
        try {
            return Files.exists(file) && Digests.sha256(file).equals(sha256);
        } catch (UncheckedIOException e) {
            throw failure(file, e);
        }
    }

    /**
     * Whether the copy that a file's record names is there, by itself or in a zip, byte by byte.
     *
     * @throws PipelineException.Transient {@code visitfiles-disk} when it cannot be read
     */
    boolean keeps(FileRecord file) {
        String sha256 = file.sha256();
        if (sha256 == null || file.backup() == null) {
            return false;
        }
        if (holds(Path.of(file.backup()), sha256)) {
            return true;
        }
        try {
            return file.zip() != null && new DailyZip(backups().resolve(file.zip())).holds(file.id(), sha256);
        } catch (IOException e) {
            throw failure(backups().resolve(file.zip()), e);
        }
    }

    /** S-06: this machine's disk. */
    static PipelineException failure(Path path, Exception e) {
        return new PipelineException.Transient("visitfiles-disk", path + ": " + e.getMessage(), e);
    }

    /**
     * Writes a file so that it is there as a whole, and takes the place of the one before.
     *
     * @throws PipelineException.Transient {@code visitfiles-disk}
     */
    static void write(Path to, String text) {
        try {
            create(folder(to));
            Path part = to.resolveSibling(to.getFileName() + ".part");
            Files.writeString(part, text);
            sync(part);
            rename(part, to);
        } catch (IOException e) {
            throw failure(to, e);
        }
    }

    /** A folder, and those that it is in, that are there after a power failure too. */
    private static void create(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            create(folder(folder));
            Files.createDirectories(folder);
            sync(folder(folder));
        }
    }

    /** Bytes that are free on the disk of these folders, which need not be there yet. */
    public long free() {
        Path there = root.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            throw failure(there, e);
        }
    }

    /**
     * @param bytes that shall be written
     * @param minFree bytes that shall be left then
     * @throws PipelineException.Transient {@code visitfiles-disk} when there is less room
     */
    void checkRoom(long bytes, long minFree) {
        long free = free();
        if (free - bytes < minFree) {
            throw new PipelineException.Transient(
                    "visitfiles-disk",
                    "%d bytes are free on the disk of %s: with %d more, less than visitfiles.min-free-bytes = %d are left"
                            .formatted(free, root, bytes, minFree),
                    null);
        }
    }

    /** Gives a file its name, for good. */
    static void rename(Path part, Path to) throws IOException {
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        sync(folder(to));
    }

    static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    /** Makes sure that a file's bytes, or a folder's names, are on the disk. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Puts a copy that was kept, in the backup, in quarantine or in a zip, where it is worked on.
     *
     * @param day that its copies lie by
     * @return whether there is such a copy
     * @throws PipelineException.Transient {@code visitfiles-backup} when the one in the zip is not the file any more, {@code
     *     visitfiles-disk}
     */
    boolean restage(FileRecord file, LocalDate day) {
        String name = file.file().name();
        Path staged = staged(file.id(), name);
        String sha256 = file.sha256();
        if (sha256 == null) {
            return false;
        }
        try {
            for (Path copy : List.of(backup(day, file.id(), name), quarantined(day, file.id(), name))) {
                if (holds(copy, sha256)) {
                    copy(copy, staged, sha256);
                    return true;
                }
            }
            Path zipped = staged.resolveSibling(staged.getFileName() + ".zipped");
            Files.createDirectories(folder(staged));
            if (file.zip() == null || !new DailyZip(backups().resolve(file.zip())).extract(file.id(), zipped)) {
                return false;
            }
            copy(zipped, staged, sha256);
            Files.delete(zipped);
            return true;
        } catch (IOException e) {
            throw failure(staged, e);
        }
    }

    /**
     * Removes a staged copy and its folder, if they are there, and whatever a killed worker has left in it.
     *
     * @throws PipelineException.Transient {@code visitfiles-disk}
     */
    public void unstage(long id, String name) {
        Path folder = folder(staged(id, name));
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }
}

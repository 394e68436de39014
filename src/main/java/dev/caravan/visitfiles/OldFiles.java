package dev.caravan.visitfiles;

import dev.caravan.platform.PipelineException;
import dev.caravan.visitfiles.load.BackupLog;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.FileRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the zips and logs of days that were kept for long enough, by the dates in their names, and what a closing that
 * was interrupted has left. Other names are never touched. Doing it again completes what an earlier time has begun.
 */
final class OldFiles {

    private static final Logger LOG = LoggerFactory.getLogger(OldFiles.class);

    private static final Pattern ZIP = Pattern.compile("backup_(\\d{8})[.]zip");
    private static final Pattern UNFINISHED_ZIP = Pattern.compile("backup_(\\d{8})[.]zip[.]part");
    private static final Pattern FOLDER = Pattern.compile("(\\d{8})");
    private static final Pattern COPY = Pattern.compile("(\\d{1,18})__.+");

    private final ReportFolders folders;
    private final Retention retention;
    private final BackupLog zips;
    private final ControlLog control;

    OldFiles(ReportFolders folders, Retention retention, BackupLog zips, ControlLog control) {
        this.folders = folders;
        this.retention = retention;
        this.zips = zips;
        this.control = control;
    }

    /** How many were removed. */
    record Removed(long zips, long logs) {}

    /** @throws PipelineException.Transient {@code visitfiles-disk} */
    Removed sweep(LocalDate today) {
        try {
            for (Path copy : copies()) {
                removeIfZipped(copy);
            }
            remove(before(today, folders.backups(), UNFINISHED_ZIP));
            return new Removed(
                    zips(today.minusDays(retention.backupDays())),
                    remove(before(today.minusDays(retention.logDays()), folders.logs(), FOLDER).stream()
                            .filter(log -> Files.isDirectory(log, LinkOption.NOFOLLOW_LINKS))
                            .toList()));
        } catch (IOException | UncheckedIOException e) {
            throw ReportFolders.failure(folders.root(), e);
        }
    }

    private long zips(LocalDate first) throws IOException {
        long removed = remove(before(first, folders.backups(), ZIP).stream()
                .filter(zip -> !zips.isNeeded(String.valueOf(zip.getFileName())))
                .toList());
        // after the file: if this does not happen now, it does the next time
        for (LocalDate day : zips.kept(first)) {
            Path zip = folders.zip(day);
            if (!Files.exists(zip)) {
                zips.deleted(day, String.valueOf(zip.getFileName()));
            }
        }
        return removed;
    }

    /** Copies that are not, or no longer, to be zipped lie in folders of days. */
    private List<Path> copies() throws IOException {
        try (Stream<Path> files =
                Files.exists(folders.backups()) ? Files.walk(folders.backups(), 2) : Stream.<Path>empty()) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> FOLDER.matcher(
                                    String.valueOf(ReportFolders.folder(file).getFileName()))
                            .matches())
                    .toList();
        }
    }

    private void removeIfZipped(Path copy) throws IOException {
        Matcher name = COPY.matcher(String.valueOf(copy.getFileName()));
        Optional<FileRecord> file = name.matches() ? control.find(Long.parseLong(name.group(1))) : Optional.empty();
        String zip = file.map(FileRecord::zip).orElse(null);
        if (zip == null || !copy.toString().equals(file.get().backup())) {
            return;
        }
        if (new DailyZip(folders.backups().resolve(zip))
                .holds(file.get().id(), String.valueOf(file.get().sha256()))) {
            Files.delete(copy);
        } else {
            LOG.warn("{} is said to be in {}, and is not: it is kept", copy, zip);
        }
    }

    private static List<Path> before(LocalDate day, Path folder, Pattern pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> date(file, pattern)
                            .filter(date -> date.isBefore(day))
                            .isPresent())
                    .sorted()
                    .toList();
        }
    }

    private static Optional<LocalDate> date(Path file, Pattern pattern) {
        Matcher name = pattern.matcher(String.valueOf(file.getFileName()));
        try {
            return name.matches()
                    ? Optional.of(LocalDate.parse(name.group(1), DateTimeFormatter.BASIC_ISO_DATE))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static long remove(List<Path> files) throws IOException {
        for (Path file : files) {
            try (Stream<Path> all = Files.walk(file)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
            LOG.info("removed={} it was kept for long enough", file);
        }
        return files.size();
    }
}

package dev.caravan.visitfiles;

import dev.caravan.visitfiles.load.FileRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the copies of files: a file may have several, and its record knows the last one only. */
public record KeptCopies(ReportFolders folders) {

    /**
     * Looks into all zips, too.
     *
     * @return zips and single files that have one of the files or, if they cannot be read, may have; without repeats, sorted
     * @throws dev.caravan.platform.PipelineException.Transient {@code visitfiles-disk}
     */
    public List<String> of(Collection<FileRecord> files) {
        Set<Long> ids = files.stream().map(FileRecord::id).collect(Collectors.toSet());
        Set<String> copies = new TreeSet<>();
        for (FileRecord file : files) {
            String last = file.zip() == null ? file.backup() : file.zip();
            if (last != null) {
                copies.add(last);
            }
            below(folders.staging(file.id())).forEach(copy -> copies.add(copy.toString()));
        }
        Stream.of(folders.backups(), folders.quarantine())
                .flatMap(folder -> below(folder).stream())
                .filter(copy -> isOfOne(name(copy), ids))
                .forEach(copy -> copies.add(copy.toString()));
        below(folders.backups()).stream()
                .filter(copy -> name(copy).endsWith(".zip") && folders.backups().equals(copy.getParent()))
                .filter(zip -> hasOne(zip, ids))
                .forEach(zip -> copies.add(name(zip)));
        return List.copyOf(copies);
    }

    private static List<Path> below(Path folder) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            throw ReportFolders.failure(folder, e);
        }
    }

    private static String name(Path copy) {
        return String.valueOf(copy.getFileName());
    }

    /** By the name of a copy in the backup or in quarantine. */
    private static boolean isOfOne(String name, Set<Long> ids) {
        return ids.stream().anyMatch(id -> name.startsWith(id + "__"));
    }

    private static boolean hasOne(Path zip, Set<Long> ids) {
        try {
            return !Collections.disjoint(new DailyZip(zip).members().keySet(), ids);
        } catch (IOException | RuntimeException e) {
            return !ids.isEmpty();
        }
    }
}

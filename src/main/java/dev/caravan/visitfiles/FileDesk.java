package dev.caravan.visitfiles;

import dev.caravan.platform.Digests;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.Plan;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.DiscoveredFile;
import dev.caravan.visitfiles.load.FileRecord;
import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.load.Visitors;
import dev.caravan.visitfiles.report.ReportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator does to a single report file. It opens work; workers do it. Safe for many threads. */
public final class FileDesk {

    private static final Logger LOG = LoggerFactory.getLogger(FileDesk.class);

    /** Done again from the copy that was kept, if there is one: the file may have gone from its source meanwhile. */
    private static final Set<FileStatus> FROM_COPY =
            Set.of(FileStatus.FALLO_LAYOUT, FileStatus.FALLO_SISTEMA, FileStatus.RETIRADO);

    private final VisitFilesSettings settings;
    private final ControlLog control;
    private final VisitFilesPlans plans;

    public FileDesk(VisitFilesSettings settings, ControlLog control, VisitFilesPlans plans) {
        this.settings = settings;
        this.control = control;
        this.plans = plans;
    }

    /**
     * Has a file done again that failed, was taken out, or waits: from the step that it has not done. What failed or was
     * taken out is read from its copy on this machine, else from its source. A file that is under way stays so.
     *
     * @param who for the ledger
     * @throws InvalidRequest {@code file-unknown}; {@code file-state} when there is nothing to do again; {@code
     *     file-copy-missing}; {@code source-unknown}
     */
    public Plan retry(long id, String who) {
        FileRecord file = find(id);
        boolean again =
                switch (file.status()) {
                    case EN_PROCESO, FALLO_LAYOUT, FALLO_SISTEMA, RETIRADO -> true;
                    case COMPLETADO, COMPLETADO_CON_ERRORES, OMITIDO_DUPLICADO -> isPending(file.stage());
                };
        if (!again) {
            throw new InvalidRequest(
                    "file-state", "File " + id + " is " + file.status() + ": nothing is to be done again");
        }
        return again(file, null, who);
    }

    private static boolean isPending(FileStage stage) {
        return stage == FileStage.PENDIENTE_RESPALDO || stage == FileStage.PENDIENTE_BORRADO;
    }

    /**
     * Lets a file take the place of the load of the same name before it. One that is not loaded will be, in the same
     * transaction that takes the other's rows out; if it is loaded already, the other's rows are taken out at once.
     *
     * @param visitors takes rows out
     * @return what was opened; empty when it is done
     * @throws InvalidRequest as {@link #retry}; {@code file-state} also when there is no such load, or a younger one
     */
    public Optional<Plan> replace(long id, Visitors visitors, String who) {
        FileRecord file = find(id);
        long before = control.loadedBefore(file)
                .orElseThrow(() -> new InvalidRequest(
                        "file-state",
                        "No other load of " + file.file().source() + "/"
                                + file.file().name() + " is in the tables"));
        return switch (file.status()) {
            case EN_PROCESO, FALLO_LAYOUT, FALLO_SISTEMA, RETIRADO -> Optional.of(again(file, before, who));
            case COMPLETADO, COMPLETADO_CON_ERRORES -> {
                if (before > id) {
                    throw new InvalidRequest(
                            "file-state", "File " + before + " of the same name is younger: replace by that one");
                }
                withdraw(before, visitors, who, "replaced by file " + id);
                yield Optional.empty();
            }
            case OMITIDO_DUPLICADO ->
                throw new InvalidRequest(
                        "file-state", "File " + id + " has what load " + file.original() + " has brought already");
        };
    }

    /**
     * Takes a load's rows and visits out of the tables. Its copies stay, and {@link #retry} loads it again.
     *
     * @param why for the control log
     * @throws InvalidRequest {@code file-unknown}; {@code visitfiles-not-loaded}
     */
    public void withdraw(long id, Visitors visitors, String who, String why) {
        find(id);
        visitors.unload(id);
        control.withdrawn(id, "Taken out by " + who + ": " + why);
        LOG.warn("file={} withdrawn by={} why={}", id, who, why);
    }

    /**
     * Closes a file in quarantine for good: nothing is done with it any more, and nobody is told of it. Its copies and
     * its source stay, and {@link #retry} still loads it.
     *
     * @param why for the control log
     * @throws InvalidRequest {@code file-unknown}; {@code file-state} when it is not in quarantine
     */
    public void discard(long id, String who, String why) {
        find(id);
        if (!control.discarded(id, "Discarded by " + who + ": " + why)) {
            throw new InvalidRequest("file-state", "File " + id + " is not in quarantine");
        }
        LOG.warn("file={} discarded by={} why={}", id, who, why);
    }

    /**
     * Has corrected rows of a file loaded, as a file of their own, which names it as its original. The same rows again
     * change nothing.
     *
     * @param rows a report on this machine, with its header; it is copied
     * @throws InvalidRequest {@code file-unknown}; {@code file-state} when the file has no errors; {@code source-unknown}
     * @throws IOException when it cannot be read
     */
    public Plan replay(long id, Path rows, String who) throws IOException {
        FileRecord file = find(id);
        if (file.status() != FileStatus.COMPLETADO_CON_ERRORES) {
            throw new InvalidRequest(
                    "file-state", "File " + id + " is " + file.status() + ": it has no rows to correct");
        }
        VisitSource source = source(file);
        String sha256 = Digests.sha256(rows);
        // no source has a report of such a name
        String name = "replay_" + id + "_" + sha256.substring(0, 8) + ".txt";
        long copy = control.discover(new DiscoveredFile(
                source.name(),
                name,
                null,
                "replay",
                Files.size(rows),
                Instant.EPOCH,
                source.layout().version()));
        Path staged = settings.folders().staged(copy, name);
        ReportFolders.copy(rows, staged, sha256);
        control.replayed(
                copy, id, sha256, ReportFile.open(staged, source.layout()).canonicalSha256());
        return plans.again(find(copy), who);
    }

    private VisitSource source(FileRecord file) {
        VisitSource source = settings.sources().get(file.file().source());
        if (source == null) {
            throw new InvalidRequest(
                    "source-unknown",
                    "Source '" + file.file().source() + "' of file " + file.id() + " is not among visitfiles.sources");
        }
        return source;
    }

    private Plan again(FileRecord file, @Nullable Long replaces, String who) {
        VisitSource source = source(file);
        if (FROM_COPY.contains(file.status())
                && !settings.folders().restage(file, plans.day(file))
                && file.sourceDeleted() != null) {
            throw new InvalidRequest(
                    "file-copy-missing",
                    "File " + file.id() + " is no more at its source, and has no copy on this machine");
        }
        control.again(file.id(), source.layout().version(), replaces);
        return plans.again(file, who);
    }

    private FileRecord find(long id) {
        return control.find(id).orElseThrow(() -> new InvalidRequest("file-unknown", "There is no report file " + id));
    }
}

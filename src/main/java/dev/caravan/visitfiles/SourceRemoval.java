package dev.caravan.visitfiles;

import dev.caravan.platform.Milestones;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Lease;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.FileRecord;
import dev.caravan.visitfiles.sftp.RemoteFile;
import dev.caravan.visitfiles.sftp.SftpSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files at their source that were loaded and backed up, and are still what was fetched. Safe for many threads. */
final class SourceRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(SourceRemoval.class);

    private final ControlLog control;
    private final ReportFolders folders;

    SourceRemoval(ControlLog control, ReportFolders folders) {
        this.control = control;
        this.folders = folders;
    }

    /**
     * @param file whose name, size and time must be those of the one at the source; when it was removed before, its bytes too
     * @param marker the name of what goes with it
     * @throws PipelineException.Transient {@code visitfiles-sftp-folder} when the server does not remove it
     * @throws PipelineException.Permanent {@code visitfiles-came-again} when it is another file that only looks the same
     */
    void remove(Lease lease, FileRecord file, SftpSite site, Optional<String> marker) {
        RemoteFile known = VisitFile.remote(file);
        if (file.sourceDeleted() != null && !isThereAgain(file, known, site)) {
            return;
        }
        lease.check();
        Optional<RemoteFile> now = site.remove(known);
        Milestones.reached("visitfiles.removed");
        if (now.equals(Optional.of(known))) {
            throw new PipelineException.Transient(
                    "visitfiles-sftp-folder", known.name() + " is still there after it was removed", null);
        }
        if (now.isEmpty()) {
            marker.flatMap(site::find).ifPresent(site::remove);
        } else {
            LOG.warn("{} is another file at its source now, and stays there", known.name());
        }
        control.sourceDeleted(file.id(), lease.item().token());
    }

    private boolean isThereAgain(FileRecord file, RemoteFile known, SftpSite site) {
        Path staged = folders.staged(file.id(), known.name());
        Path copy = staged.resolveSibling(staged.getFileName() + ".again");
        try {
            Files.createDirectories(ReportFolders.folder(copy));
            boolean there = site.fetch(known, copy).equals(Optional.of(known));
            boolean same = there && ReportFolders.holds(copy, String.valueOf(file.sha256()));
            Files.deleteIfExists(copy);
            if (there && !same) {
                throw new PipelineException.Permanent(
                        "visitfiles-came-again",
                        known.name()
                                + " has the size and time of a file that was loaded and removed, but is another one:"
                                + " send it again with the time of now");
            }
            return same;
        } catch (IOException e) {
            throw ReportFolders.failure(copy, e);
        }
    }
}

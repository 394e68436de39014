package dev.caravan.visitfiles;

import dev.caravan.platform.Milestones;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Lease;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.FileRecord;
import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.report.LayoutError;
import dev.caravan.visitfiles.report.ReportFile;
import dev.caravan.visitfiles.sftp.RemoteFile;
import dev.caravan.visitfiles.sftp.SftpSites;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Brings a report file from its source to its place in staging, whole or not at all. */
final class FileFetch {

    private final VisitFilesSettings settings;
    private final SftpSites sites;
    private final ControlLog control;

    FileFetch(VisitFilesSettings settings, SftpSites sites, ControlLog control) {
        this.settings = settings;
        this.sites = sites;
        this.control = control;
    }

    void fetch(Lease lease, FileRecord file) {
        boolean judged = file.status() != FileStatus.EN_PROCESO;
        if (judged && (settings.folders().keeps(file) || !VisitFile.isToBeKept(file, control, settings.folders()))) {
            return;
        }
        VisitSource source = settings.source(file.file().source());
        Path staged = settings.folders().staged(file.id(), file.file().name());
        if (file.sha256() != null && ReportFolders.holds(staged, file.sha256())) {
            return;
        }
        Optional<LayoutError> tooLarge = source.layout().judge(file.file().size());
        if (tooLarge.isPresent()) {
            control.layoutFailed(file.id(), lease.item().token(), tooLarge.get());
            return;
        }
        if (!judged) {
            control.stage(file.id(), lease.item().token(), FileStage.DESCARGANDO);
        }
        RemoteFile listed = VisitFile.remote(file);
        // a worker that has lost the file may still write its own
        Path part =
                staged.resolveSibling(staged.getFileName() + "." + lease.item().token() + ".part");
        settings.folders().checkRoom(file.file().size(), settings.minFree());
        try {
            Files.createDirectories(ReportFolders.folder(staged));
            Optional<RemoteFile> now = sites.of(source.name()).fetch(listed, part);
            if (!now.equals(Optional.of(listed))) {
                vanished(lease, file, now, judged);
                return;
            }
            Milestones.reached("visitfiles.fetched");
            ReportFolders.rename(part, staged);
            if (!judged) {
                ReportFile report = ReportFile.open(staged, source.layout());
                control.downloaded(
                        file.id(),
                        lease.item().token(),
                        Objects.requireNonNull(report.sha256()),
                        report.canonicalSha256());
            }
        } catch (IOException | UncheckedIOException e) {
            throw ReportFolders.failure(staged, e);
        }
    }

    /** A file that has gone, or is another now, which the next listing finds. */
    private void vanished(Lease lease, FileRecord file, Optional<RemoteFile> now, boolean judged) {
        String what = now.isEmpty() ? "is gone at its source" : "is another file at its source now: " + now.get();
        if (judged) {
            throw new PipelineException.Transient(
                    "visitfiles-backup", file.file().name() + " was loaded, has no copy, and " + what, null);
        }
        control.failed(
                file.id(),
                lease.item().token(),
                now.isEmpty() ? "S-04" : "S-05",
                file.file().name() + " " + what,
                FileStage.DESAPARECIDO,
                null,
                false);
    }
}

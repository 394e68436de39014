package dev.caravan.visitfiles;

import dev.caravan.platform.Milestones;
import dev.caravan.platform.Scratch;
import dev.caravan.run.Lease;
import dev.caravan.visitfiles.VisitSource.Truncation;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.FileRecord;
import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.load.LoadOutcome;
import dev.caravan.visitfiles.load.LoadRequest;
import dev.caravan.visitfiles.load.Remarks;
import dev.caravan.visitfiles.load.VisitLoad;
import dev.caravan.visitfiles.report.Code;
import dev.caravan.visitfiles.report.ReportFile;
import dev.caravan.visitfiles.report.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges a report file that is in staging, loads its rows in one transaction, and notes what became of it. */
final class FileLoad {

    private static final Logger LOG = LoggerFactory.getLogger(FileLoad.class);

    private final VisitFilesSettings settings;
    private final ControlLog control;
    private final Remarks remarks;
    private final VisitLoad loader;
    private final VisitFilesPlans plans;
    private final Scratch scratch;
    private final Clock clock;

    FileLoad(
            VisitFilesSettings settings,
            ControlLog control,
            Remarks remarks,
            VisitLoad loader,
            VisitFilesPlans plans,
            Scratch scratch,
            Clock clock) {
        this.settings = settings;
        this.control = control;
        this.remarks = remarks;
        this.loader = loader;
        this.plans = plans;
        this.scratch = scratch;
        this.clock = clock;
    }

    void load(Lease lease, FileRecord file) {
        if (file.status() != FileStatus.EN_PROCESO) {
            return;
        }
        VisitSource source = settings.source(file.file().source());
        Path staged = settings.folders().staged(file.id(), file.file().name());
        long token = lease.item().token();
        control.stage(file.id(), token, FileStage.VALIDANDO);
        try (Scratch.Folder folder = scratch.folder("visitfiles-" + file.id())) {
            ReportFile report = ReportFile.open(staged, source.layout());
            if (report.layoutError().isPresent()) {
                control.layoutFailed(file.id(), token, report.layoutError().get());
                return;
            }
            if (isToBeHeld(file, report, source)) {
                control.failed(
                        file.id(),
                        token,
                        Code.W_19.toString(),
                        Code.W_19.text(),
                        FileStage.CUARENTENA,
                        plans.today().plusDays(1),
                        false);
                return;
            }
            lease.check();
            control.stage(file.id(), token, FileStage.CARGANDO);
            LoadRequest request = new LoadRequest(
                    file.id(),
                    token,
                    source.name(),
                    file.file().name(),
                    Objects.requireNonNull(report.canonicalSha256()),
                    report.lines(),
                    source.sameName(),
                    file.original() != null,
                    folder.path());
            LocalDateTime now = LocalDateTime.now(clock.withZone(settings.load().zone()));
            LoadOutcome outcome = loader.load(request, sink -> {
                try {
                    tell(file.id(), report.rows(settings.validation(), now, folder.path(), sink));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Milestones.reached("visitfiles.loaded");
            record(lease, file, outcome);
        } catch (IOException | UncheckedIOException e) {
            throw ReportFolders.failure(staged, e);
        }
    }

    /** A file that may be cut off has the rest of the day on which it was found to become another one. */
    private boolean isToBeHeld(FileRecord file, ReportFile report, VisitSource source) {
        return source.truncation() == Truncation.HOLD
                && report.warnings().contains(Code.W_19.toString())
                && !plans.day(file).isBefore(plans.today());
    }

    /** Before the rows are committed: no crash loses it. */
    private void tell(long id, Summary summary) {
        Map<String, Long> warnings = new TreeMap<>(summary.warningCodes());
        summary.fileWarnings().forEach(code -> warnings.put(code, 1L));
        remarks.warnings(id, warnings);
        LOG.info(
                "rows={} valid={} errors={} warned={} error-codes={} warning-codes={} file-warnings={}",
                summary.read(),
                summary.valid(),
                summary.errors(),
                summary.warned(),
                summary.errorCodes(),
                summary.warningCodes(),
                summary.fileWarnings());
    }

    private void record(Lease lease, FileRecord file, LoadOutcome outcome) {
        if (outcome instanceof LoadOutcome.Loaded loaded) {
            if (loaded.nameUsedBefore()) {
                remarks.warning(file.id(), "W-15", 1);
                LOG.warn(
                        "W-15 {} was loaded before with other content",
                        file.file().name());
            }
            if (loaded.loadedBefore() > 0) {
                remarks.warning(file.id(), "W-16", loaded.loadedBefore());
                LOG.warn(
                        "W-16 {} rows have an e-mail and a send date that another file has brought too",
                        loaded.loadedBefore());
            }
        } else if (outcome instanceof LoadOutcome.Duplicate duplicate) {
            LOG.info("content was loaded before, by load {}", duplicate.original());
            control.duplicateOf(file.id(), lease.item().token(), duplicate.original());
        } else if (outcome instanceof LoadOutcome.Held held) {
            control.failed(
                    file.id(),
                    lease.item().token(),
                    "W-15",
                    "Load " + held.previous() + " has brought a file of this name with other content",
                    FileStage.CUARENTENA,
                    null,
                    true);
        }
    }
}

package dev.caravan.visitfiles;

import dev.caravan.platform.Milestones;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Scratch;
import dev.caravan.run.Lease;
import dev.caravan.run.Outcome;
import dev.caravan.visitfiles.VisitSource.Truncation;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.FileRecord;
import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.load.LoadCounts;
import dev.caravan.visitfiles.load.LoadOutcome;
import dev.caravan.visitfiles.load.LoadRequest;
import dev.caravan.visitfiles.load.Remarks;
import dev.caravan.visitfiles.load.SameName;
import dev.caravan.visitfiles.load.VisitLoad;
import dev.caravan.visitfiles.report.Code;
import dev.caravan.visitfiles.report.LayoutError;
import dev.caravan.visitfiles.report.ReportFile;
import dev.caravan.visitfiles.report.Summary;
import dev.caravan.visitfiles.sftp.RemoteFile;
import dev.caravan.visitfiles.sftp.SftpSites;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One report file, step by step: fetched, judged and loaded, backed up, removed at its source. Each step looks in the
 * control log whether it is still to be done, so that all of them may be done again after a crash at any point; nothing
 * is removed at the source that is not committed, backed up and verified. The routes call it as the bean {@code
 * visitFile}. Safe for many threads.
 */
public final class VisitFile {

    private static final Logger LOG = LoggerFactory.getLogger(VisitFile.class);

    private static final List<String> STEPS = List.of("fetch", "load", "back-up", "remove");

    private final VisitFilesSettings settings;
    private final SftpSites sites;
    private final ControlLog control;
    private final Remarks remarks;
    private final VisitLoad loader;
    private final VisitFilesPlans plans;
    private final Scratch scratch;
    private final Clock clock;
    private final MeterRegistry meters;
    private final SourceRemoval removal;

    public VisitFile(
            VisitFilesSettings settings,
            SftpSites sites,
            ControlLog control,
            Remarks remarks,
            VisitLoad loader,
            VisitFilesPlans plans,
            Scratch scratch,
            Clock clock,
            MeterRegistry meters) {
        this.settings = settings;
        this.sites = sites;
        this.control = control;
        this.remarks = remarks;
        this.loader = loader;
        this.plans = plans;
        this.scratch = scratch;
        this.clock = clock;
        this.meters = meters;
        STEPS.forEach(this::timer);
        this.removal = new SourceRemoval(control, settings.folders());
    }

    /** Takes the file over from whoever had it before. */
    public void claim(Lease lease) {
        control.claim(
                VisitFilesPlans.id(lease.item().unit()),
                lease.item().token(),
                lease.item().runId(),
                lease.item().id(),
                plans.today());
    }

    /** Brings the file here, unless it is here, or nothing is to be done with it any more. */
    public void fetch(Lease lease) {
        step("fetch", lease, file -> bring(lease, file));
    }

    private void bring(Lease lease, FileRecord file) {
        boolean judged = file.status() != FileStatus.EN_PROCESO;
        if (judged && (file.backup() != null || !isToBeKept(file, control))) {
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
        RemoteFile listed = remote(file);
        Path part = staged.resolveSibling(staged.getFileName() + ".part");
        settings.folders().checkRoom(file.file().size(), settings.minFree());
        try {
            Files.createDirectories(ReportFolders.folder(staged));
            // a worker that has lost the file may still have it open
            Files.deleteIfExists(part);
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

    /** Judges the file and loads its rows, in one transaction. */
    public void load(Lease lease) {
        step("load", lease, file -> loadRows(lease, file));
    }

    private void loadRows(Lease lease, FileRecord file) {
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
                    // an operator has said what it takes the place of
                    file.original() == null ? source.sameName() : SameName.REPLACE,
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

    /** A file that may be cut off has a day to become another one. */
    private static boolean isToBeHeld(FileRecord file, ReportFile report, VisitSource source) {
        return source.truncation() == Truncation.HOLD
                && report.warnings().contains(Code.W_19.toString())
                && file.retryDays() == 0;
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

    /** Keeps a verified copy of what was judged. */
    public void backUp(Lease lease) {
        step("back-up", lease, file -> copy(lease, file));
    }

    private void copy(Lease lease, FileRecord file) {
        if (file.backup() != null || !isToBeKept(file, control)) {
            return;
        }
        Path staged = settings.folders().staged(file.id(), file.file().name());
        Path copy = settings.folders()
                .backup(plans.day(file), file.id(), file.file().name());
        ReportFolders.copy(staged, copy, Objects.requireNonNull(file.sha256()));
        Milestones.reached("visitfiles.copied");
        control.backedUp(file.id(), lease.item().token(), copy.toString());
        Milestones.reached("visitfiles.backed-up");
    }

    /** A duplicate whose bytes are kept already needs no copy of its own. */
    static boolean isToBeKept(FileRecord file, ControlLog control) {
        String sha256 = file.sha256();
        if (sha256 == null) {
            return false;
        }
        return switch (file.status()) {
            case COMPLETADO, COMPLETADO_CON_ERRORES, FALLO_LAYOUT -> true;
            case OMITIDO_DUPLICADO ->
                Optional.ofNullable(file.original())
                        .flatMap(control::find)
                        .filter(original -> original.backup() != null && sha256.equals(original.sha256()))
                        .isEmpty();
            case EN_PROCESO, FALLO_SISTEMA, RETIRADO -> false;
        };
    }

    /** Removes the file at its source if nothing more is to be had from it, and it is still the one that was fetched. */
    public void remove(Lease lease) {
        step("remove", lease, file -> removeSettled(lease, file));
    }

    private void removeSettled(Lease lease, FileRecord file) {
        boolean settled =
                switch (file.status()) {
                    case COMPLETADO, COMPLETADO_CON_ERRORES, OMITIDO_DUPLICADO -> true;
                    case FALLO_LAYOUT -> settings.removeRefused() && file.backup() != null;
                    case EN_PROCESO, FALLO_SISTEMA, RETIRADO -> false;
                };
        if (settled) {
            VisitSource source = settings.source(file.file().source());
            removal.remove(
                    lease,
                    file,
                    sites.of(source.name()),
                    source.marker(file.file().name()));
        }
    }

    /** As it was listed. */
    static RemoteFile remote(FileRecord file) {
        return new RemoteFile(
                file.file().name(), file.file().size(), file.file().modified());
    }

    /** Lets go of the copy that was worked on. */
    public Outcome finish(Lease lease) {
        FileRecord file = file(lease);
        FileStage stage =
                switch (file.status()) {
                    case FALLO_LAYOUT -> FileStage.CUARENTENA;
                    case FALLO_SISTEMA -> file.stage();
                    default -> FileStage.FINALIZADO;
                };
        if (stage == FileStage.CUARENTENA && file.sha256() != null) {
            Quarantine.take(settings.folders(), plans.day(file), file);
        }
        settings.folders().unstage(file.id(), file.file().name());
        control.finished(file.id(), lease.item().token(), stage);
        LoadCounts counts = file.counts();
        TreeMap<String, Long> all = new TreeMap<>(Map.of(
                Outcome.IN,
                counts.valid() + counts.rejected(),
                Outcome.KEPT,
                counts.valid(),
                Outcome.DROPPED + "row-error",
                counts.rejected(),
                Outcome.FILES + file.status(),
                1L,
                Outcome.VISITORS,
                counts.newVisitors()));
        remarks.warnings(file.id()).forEach((code, rows) -> all.put(Outcome.WARNINGS + code, rows));
        return new Outcome(all, "", "");
    }

    private void step(String name, Lease lease, Consumer<FileRecord> work) {
        timer(name).record(() -> work.accept(file(lease)));
    }

    private Timer timer(String step) {
        return Timer.builder("caravan.file.step.duration")
                .description("How long a step of a report file takes, also one that fails")
                .tag("step", step)
                .register(meters);
    }

    private FileRecord file(Lease lease) {
        lease.check();
        long id = VisitFilesPlans.id(lease.item().unit());
        FileRecord file = control.find(id)
                .orElseThrow(() -> new PipelineException.Permanent(
                        "visitfiles-file-unknown", "There is no load " + id + " in bitacora_control"));
        // for what the log says from here on
        MDC.put("stage", file.stage().name());
        return file;
    }
}

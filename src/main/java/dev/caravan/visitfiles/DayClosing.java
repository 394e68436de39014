package dev.caravan.visitfiles;

import dev.caravan.platform.Milestones;
import dev.caravan.run.Lease;
import dev.caravan.run.Outcome;
import dev.caravan.visitfiles.load.BackupLog;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.FileRecord;
import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a source's day when no file of it is under way any more: files that were given up fail, and are put in
 * quarantine and on the list of what is tried again; copies go into the day's zip, what is old goes, and the day's report
 * is written. Doing it again changes nothing. The routes call it as the bean {@code visitFilesDay}; one at a time, over all instances.
 */
public final class DayClosing {

    private static final Logger LOG = LoggerFactory.getLogger(DayClosing.class);

    private final VisitFilesSettings settings;
    private final ControlLog control;
    private final VisitFilesPlans plans;
    private final BackupLog zips;
    private final OldFiles old;
    private final KeptReports reports;

    public DayClosing(
            VisitFilesSettings settings,
            ControlLog control,
            BackupLog zips,
            VisitFilesPlans plans,
            KeptReports reports) {
        this.settings = settings;
        this.control = control;
        this.plans = plans;
        this.zips = zips;
        this.old = new OldFiles(settings.folders(), settings.retention(), zips, control);
        this.reports = reports;
    }

    /** @return {@code files.ended.FALLO_SISTEMA}, {@code files.zipped}, {@code zips.removed}, {@code logs.removed} */
    public Outcome close(Lease lease) {
        String source = settings.source(lease.item().subject()).name();
        LocalDate day = VisitFilesPlans.day(lease.item().unit());
        Map<FileRecord, ControlLog.Failure> givenUp = control.givenUp(source);
        long failed = 0;
        for (Map.Entry<FileRecord, ControlLog.Failure> file : givenUp.entrySet()) {
            failed += settle(file.getKey(), file.getValue()) ? 1 : 0;
        }
        lease.check();
        Map<FileRecord, Path> copies = new LinkedHashMap<>();
        control.unzipped(source).forEach(file -> copy(file).ifPresent(copy -> copies.put(file, copy)));
        if (!copies.isEmpty()) {
            zip(day, copies, lease);
        }
        OldFiles.Removed removed = old.sweep(plans.today());
        reports.day(day);
        return new Outcome(
                new TreeMap<>(Map.of(
                        Outcome.FILES + FileStatus.FALLO_SISTEMA,
                        failed,
                        "files.zipped",
                        (long) copies.size(),
                        "zips.removed",
                        removed.zips(),
                        "logs.removed",
                        removed.logs())),
                "",
                "");
    }

    /** Its backup; of a file that was given up, the one in quarantine. */
    private Optional<Path> copy(FileRecord file) {
        Path copy = file.backup() == null
                ? settings.folders()
                        .quarantined(plans.day(file), file.id(), file.file().name())
                : Path.of(file.backup());
        if (Files.notExists(copy)) {
            return Optional.empty();
        }
        boolean whole = ReportFolders.holds(copy, String.valueOf(file.sha256()));
        if (!whole) {
            LOG.error("{} is not the file that was fetched: it comes into no zip; look at the disk", copy);
        }
        return Optional.of(copy).filter(path -> whole);
    }

    /** @return whether the file has failed; what was loaded has not */
    private boolean settle(FileRecord file, ControlLog.Failure failure) {
        SystemFailure code = SystemFailure.of(failure.code());
        switch (file.status()) {
            case EN_PROCESO, FALLO_SISTEMA -> {
                fail(file, code, failure);
                return true;
            }
            case COMPLETADO, COMPLETADO_CON_ERRORES, OMITIDO_DUPLICADO, FALLO_LAYOUT -> {
                boolean copied =
                        settings.folders().keeps(file) || !VisitFile.isToBeKept(file, control, settings.folders());
                if (copied) {
                    settings.folders().unstage(file.id(), file.file().name());
                }
                LOG.warn(
                        "file={} is loaded, and is still to be {}",
                        file.file().name(),
                        copied ? "removed" : "backed up");
                control.pending(
                        file.id(),
                        file.token(),
                        copied ? FileStage.PENDIENTE_BORRADO : FileStage.PENDIENTE_RESPALDO,
                        copied ? "S-12" : "S-11",
                        failure.message());
            }
            case RETIRADO -> {}
        }
        return false;
    }

    /** Tried again on the next days, unless somebody has to look first. */
    private void fail(FileRecord file, SystemFailure code, ControlLog.Failure failure) {
        boolean again =
                !code.needsOperator() && !failure.code().equals("cancelled") && file.retryDays() < settings.retryDays();
        Quarantine.take(settings.folders(), plans.day(file), file);
        LocalDate next = again ? plans.today().plusDays(1) : null;
        control.failed(file.id(), file.token(), code.word(), failure.message(), FileStage.CUARENTENA, next, !again);
        LOG.warn("file={} {} next={}", file.file().name(), code.word(), again ? next : "an operator must look");
    }

    private void zip(LocalDate day, Map<FileRecord, Path> files, Lease lease) {
        DailyZip zip = new DailyZip(settings.folders().zip(day));
        Map<DailyZip.Member, Path> copies = new LinkedHashMap<>();
        files.forEach((file, copy) -> copies.put(member(file), copy));
        DailyZip.Written written = zip.add(copies, lease::check);
        Milestones.reached("visitfiles.zipped");
        lease.check();
        LOG.info("zip={} entries={} bytes={}", zip.path(), written.entries(), written.bytes());
        zips.written(
                day,
                zip.path().toString(),
                written.sha256(),
                written.entries(),
                written.bytes(),
                day.plusDays(settings.retention().backupDays()));
        String name = String.valueOf(zip.path().getFileName());
        for (FileRecord file : files.keySet()) {
            control.zipped(file.id(), name);
            if (file.backup() != null) {
                delete(Path.of(file.backup()));
            }
        }
    }

    private static DailyZip.Member member(FileRecord file) {
        return new DailyZip.Member(
                file.id(),
                file.file().name(),
                String.valueOf(file.sha256()),
                file.file().size(),
                file.status().name(),
                file.counts().valid() + file.counts().rejected(),
                file.counts().valid(),
                file.counts().rejected());
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
            Path day = ReportFolders.folder(copy);
            try (var left = Files.list(day)) {
                if (left.findAny().isEmpty()) {
                    Files.deleteIfExists(day);
                }
            }
        } catch (IOException e) {
            throw ReportFolders.failure(copy, e);
        }
    }
}

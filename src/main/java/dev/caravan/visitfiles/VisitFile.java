package dev.caravan.visitfiles;

import dev.caravan.platform.Milestones;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Scratch;
import dev.caravan.run.Lease;
import dev.caravan.run.Outcome;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.FileRecord;
import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.LoadCounts;
import dev.caravan.visitfiles.load.Remarks;
import dev.caravan.visitfiles.load.VisitLoad;
import dev.caravan.visitfiles.sftp.RemoteFile;
import dev.caravan.visitfiles.sftp.SftpSites;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.MDC;

/**
 * One report file, step by step: fetched, judged and loaded, backed up, removed at its source. Each step looks in the
 * control log whether it is still to be done, so that all of them may be done again after a crash at any point; nothing
 * is removed at the source that is not committed, backed up and verified. The routes call it as the bean {@code
 * visitFile}. Safe for many threads.
 */
public final class VisitFile {

    private static final List<String> STEPS = List.of("fetch", "load", "back-up", "remove");

    private final VisitFilesSettings settings;
    private final SftpSites sites;
    private final ControlLog control;
    private final Remarks remarks;
    private final VisitFilesPlans plans;
    private final MeterRegistry meters;
    private final FileFetch fetch;
    private final FileLoad load;
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
        this.plans = plans;
        this.meters = meters;
        STEPS.forEach(this::timer);
        this.fetch = new FileFetch(settings, sites, control);
        this.load = new FileLoad(settings, control, remarks, loader, plans, scratch, clock);
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
        step("fetch", lease, file -> fetch.fetch(lease, file));
    }

    /** Judges the file and loads its rows, in one transaction. */
    public void load(Lease lease) {
        step("load", lease, file -> load.load(lease, file));
    }

    /** Keeps a verified copy of what was judged. */
    public void backUp(Lease lease) {
        step("back-up", lease, file -> copy(lease, file));
    }

    private void copy(Lease lease, FileRecord file) {
        if (settings.folders().keeps(file) || !isToBeKept(file, control, settings.folders())) {
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
    static boolean isToBeKept(FileRecord file, ControlLog control, ReportFolders folders) {
        String sha256 = file.sha256();
        if (sha256 == null) {
            return false;
        }
        return switch (file.status()) {
            case COMPLETADO, COMPLETADO_CON_ERRORES, FALLO_LAYOUT -> true;
            case OMITIDO_DUPLICADO ->
                Optional.ofNullable(file.original())
                        .flatMap(control::find)
                        .filter(original -> sha256.equals(original.sha256()) && folders.keeps(original))
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

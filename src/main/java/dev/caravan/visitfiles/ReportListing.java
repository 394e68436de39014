package dev.caravan.visitfiles;

import dev.caravan.platform.Milestones;
import dev.caravan.platform.Pause;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Shown;
import dev.caravan.run.Lease;
import dev.caravan.run.Outcome;
import dev.caravan.run.UnitRequest.Unit;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.DiscoveredFile;
import dev.caravan.visitfiles.load.FileRecord;
import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.load.Remarks;
import dev.caravan.visitfiles.sftp.RemoteFile;
import dev.caravan.visitfiles.sftp.RemoteFolder;
import dev.caravan.visitfiles.sftp.SftpSites;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists a source's folder, notes every report in the control log, and has those loaded that no longer change: in the
 * order of their numbers, behind the files that are to be tried again. A file is known by its name, size and time, so
 * that listing twice plans nothing twice. Safe for many threads.
 */
public final class ReportListing {

    private static final Logger LOG = LoggerFactory.getLogger(ReportListing.class);

    /** Clocks that differ by more than this cannot tell how old a file is. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** Names that are no reports', in the log and in the day's report. */
    private static final int IGNORED_NAMES = 20;

    private final VisitFilesSettings settings;
    private final SftpSites sites;
    private final ControlLog control;
    private final Remarks remarks;
    private final VisitFilesPlans plans;
    private final Clock clock;
    private final Pause pause;

    public ReportListing(
            VisitFilesSettings settings,
            SftpSites sites,
            ControlLog control,
            Remarks remarks,
            VisitFilesPlans plans,
            Clock clock,
            Pause pause) {
        this.settings = settings;
        this.sites = sites;
        this.control = control;
        this.remarks = remarks;
        this.plans = plans;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Without room on the disk nothing is planned but the closing.
     *
     * @return {@code files.listed}, {@code files.ignored}, {@code files.planned}, {@code files.again}, {@code
     *     files.unstable}, {@code files.held}
     */
    public Outcome list(Lease lease) {
        VisitSource source = settings.source(lease.item().subject());
        List<FileRecord> again = control.due(source.name(), plans.today());
        Instant until = clock.instant().plus(settings.patience());
        Look look = look(source);
        while (!look.unstable().isEmpty() && clock.instant().isBefore(until)) {
            pause.of(wait(until));
            lease.check();
            look = look(source);
        }
        List<String> ignored = look.ignored().stream().limit(IGNORED_NAMES).toList();
        remarks.ignored(source.name(), LocalDate.parse(lease.item().unit()), ignored);
        if (!ignored.isEmpty()) {
            LOG.info("ignored={} names={}", look.ignored().size(), Shown.text(String.join(" ", ignored)));
        }
        look.unstable()
                .forEach(file -> LOG.warn(
                        "unstable file={}: left for the next listing",
                        file.file().name()));
        gone(source, look.present());
        Milestones.reached("visitfiles.before-plan");
        lease.check();
        List<Unit> units = new ArrayList<>();
        again.forEach(file -> units.add(plans.unit(file)));
        look.ready().forEach(file -> units.add(plans.unit(file)));
        long held = hasRoom() ? 0 : units.size();
        if (held > 0) {
            units.clear();
        }
        FileStage stage = held > 0 ? FileStage.ESTABLE : FileStage.EN_COLA;
        look.ready().forEach(file -> control.stage(file.id(), file.stage(), stage));
        plans.load(lease.item(), units);
        return new Outcome(
                new TreeMap<>(Map.of(
                        "files.listed",
                        (long) look.present().size(),
                        "files.ignored",
                        (long) look.ignored().size(),
                        "files.planned",
                        held > 0 ? 0 : (long) look.ready().size(),
                        "files.again",
                        held > 0 ? 0 : (long) again.size(),
                        "files.unstable",
                        (long) look.unstable().size(),
                        "files.held",
                        held)),
                "",
                "");
    }

    private boolean hasRoom() {
        try {
            settings.folders().checkRoom(0, settings.minFree());
            return true;
        } catch (PipelineException.Transient e) {
            LOG.warn("{}: files wait for the next listing", e.getMessage());
            return false;
        }
    }

    private Duration wait(Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        Duration step = settings.stable().dividedBy(4).plusMillis(10);
        return left.compareTo(step) < 0 ? left.plusMillis(1) : step;
    }

    /**
     * What a listing shows.
     *
     * @param present all reports, by id_carga
     * @param ready not planned yet, in the order they are to be loaded in
     * @param unstable still changing, or too young to tell
     */
    private record Look(Set<Long> present, List<FileRecord> ready, List<FileRecord> unstable, Set<String> ignored) {}

    private Look look(VisitSource source) {
        Instant listed = control.now();
        RemoteFolder folder = sites.of(source.name()).list();
        List<RemoteFile> files = folder.files();
        Instant now = clock.instant();
        boolean skewed = files.stream().anyMatch(file -> file.modified().isAfter(now.plus(SKEW)));
        Look look = new Look(new TreeSet<>(), new ArrayList<>(), new ArrayList<>(), new TreeSet<>(folder.others()));
        if (skewed) {
            LOG.warn("Files have times of the future: only whether they still change is looked at, not their age");
        }
        Map<String, RemoteFile> markers = files.stream()
                .filter(file -> source.isMarker(file.name()))
                .collect(Collectors.toMap(RemoteFile::name, file -> file));
        for (RemoteFile file : files) {
            if (markers.containsKey(file.name())) {
                continue;
            }
            if (source.names().consecutive(file.name()).isEmpty()) {
                look.ignored().add(file.name());
                continue;
            }
            FileRecord known = noted(source, file);
            look.present().add(known.id());
            if (isToBeTaken(known, listed)) {
                // one of a version before this says nothing
                boolean whole = source.marker(file.name())
                        .map(markers::get)
                        .filter(marker -> !marker.modified().isBefore(file.modified()))
                        .isPresent();
                (whole || isStable(known, listed, now, skewed) ? look.ready() : look.unstable()).add(known);
            }
        }
        look.ready()
                .sort(Comparator.comparing((FileRecord file) -> file.file().number())
                        .thenComparing(file -> file.file().name()));
        return look;
    }

    private FileRecord noted(VisitSource source, RemoteFile file) {
        long id = control.discover(new DiscoveredFile(
                source.name(),
                file.name(),
                source.names().consecutive(file.name()).getAsLong(),
                source.path(file.name()),
                file.size(),
                file.modified(),
                source.layout().version()));
        return control.find(id).orElseThrow();
    }

    /** Not taken yet, or in vain because it had gone; or back after it was loaded and removed. */
    private static boolean isToBeTaken(FileRecord file, Instant listed) {
        return switch (file.stage()) {
            case DESCUBIERTO, ESTABLE, EN_COLA, DESAPARECIDO -> true;
            case FINALIZADO ->
                file.status() != FileStatus.RETIRADO
                        && file.sourceDeleted() != null
                        && file.sourceDeleted().isBefore(listed);
            default -> false;
        };
    }

    /**
     * Seen the same for long enough, by the database's clock, and old enough, if the server's is to be believed.
     *
     * @param listed when this listing began: what it shows for the first time was never seen before
     */
    private boolean isStable(FileRecord file, Instant listed, Instant now, boolean skewed) {
        Duration wanted = file.file().size() == 0 ? settings.emptyGrace() : settings.stable();
        boolean old = skewed || !file.file().modified().plus(wanted).isAfter(now);
        return old && !file.discovered().plus(wanted).isAfter(listed);
    }

    /** What was seen once, and has gone or become another file before anybody took it. */
    private void gone(VisitSource source, Set<Long> present) {
        Stream.of(FileStage.DESCUBIERTO, FileStage.ESTABLE, FileStage.EN_COLA)
                .flatMap(stage -> control.in(stage).stream())
                .filter(file -> file.item() == null
                        && file.file().source().equals(source.name())
                        && !present.contains(file.id()))
                .forEach(file -> control.stage(file.id(), file.stage(), FileStage.DESAPARECIDO));
    }
}

package dev.caravan.visitfiles;

import dev.caravan.run.Period;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.Planner;
import dev.caravan.run.UnitRequest;
import dev.caravan.run.UnitRequest.Unit;
import dev.caravan.run.WorkItem;
import dev.caravan.visitfiles.load.FileRecord;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Opens work on report files in the ledger: listings, files, closings. Safe for many threads. */
public final class VisitFilesPlans {

    /** The closing of a day waits for files of so many days: those that are tried again came earlier. */
    private static final int CLOSING_DAYS = 7;

    /** Who is looked at by what is no source's. */
    private static final String EVERYBODY = "visitors";

    private final Planner planner;
    private final Clock clock;
    private final ZoneId zone;
    private final Set<String> sources;

    public VisitFilesPlans(Planner planner, Clock clock, VisitFilesSettings settings) {
        this.planner = planner;
        this.clock = clock;
        this.zone = settings.load().zone();
        this.sources = settings.sources().keySet();
    }

    /** The date in the business zone. */
    LocalDate today() {
        return LocalDate.now(clock.withZone(zone));
    }

    /** What the schedule does. */
    public Plan listAll() {
        return list(sources, "schedule");
    }

    /** Has the counters of this year and this month counted anew where they are of another month. */
    public Plan rollOver() {
        return visitors(FilesPipeline.ROLL_OVER);
    }

    /** Has the totals of the last days' visitors compared with their rows. */
    public Plan recount() {
        return visitors(FilesPipeline.RECOUNT);
    }

    private Plan visitors(String pipeline) {
        LocalDate today = today();
        List<Unit> units =
                sources.isEmpty() ? List.of() : List.of(new Unit(EVERYBODY, today.toString(), Period.day(today)));
        return open(new UnitRequest("", pipeline, units, false, PlanRequest.DAILY, "schedule"));
    }

    /** Without sources there are no such pipelines either. */
    private Plan open(UnitRequest request) {
        return request.units().isEmpty() ? new Plan("", 0, 0, 0, 0) : planner.open(request);
    }

    /**
     * Has sources listed; one that is being listed just now joins. The run grows by the files that are found.
     *
     * @param requestedBy {@code schedule} for the day's regular run
     */
    public Plan list(Collection<String> sources, String requestedBy) {
        LocalDate today = today();
        int priority = requestedBy.equals("schedule") ? PlanRequest.DAILY : PlanRequest.BACKFILL;
        return open(new UnitRequest(
                "",
                FilesPipeline.LIST,
                sources.stream()
                        .map(source -> new Unit(source, today.toString(), Period.day(today)))
                        .toList(),
                false,
                priority,
                requestedBy));
    }

    /**
     * Has files done, in this order, and then the day of their source closed, for each run by itself: as parts of the
     * listing's run, and of all others that wait for this listing.
     */
    void load(WorkItem listing, List<Unit> files) {
        String run = listing.runId();
        open(new UnitRequest(run, FilesPipeline.LOAD, files, false, PlanRequest.DAILY, "visitfiles"));
        close(run, listing.subject());
        planner.share(run, listing.id());
    }

    /** Has one file done again, and then the day of its source closed, as a run of its own. */
    Plan again(FileRecord file, String requestedBy) {
        Plan plan = open(
                new UnitRequest("", FilesPipeline.LOAD, List.of(unit(file)), false, PlanRequest.BACKFILL, requestedBy));
        close(plan.runId(), file.file().source());
        return plan;
    }

    private void close(String run, String source) {
        LocalDate today = today();
        open(new UnitRequest(
                run,
                FilesPipeline.CLOSE,
                List.of(new Unit(
                        source, today + " " + run, new Period(today.minusDays(CLOSING_DAYS - 1L), today.plusDays(1)))),
                true,
                PlanRequest.DAILY,
                "visitfiles"));
    }

    /** Of the day that the file was first seen. */
    Unit unit(FileRecord file) {
        String name = file.file().name();
        return new Unit(
                file.file().source(),
                file.id() + " " + name.substring(0, Math.min(name.length(), 200)),
                Period.day(day(file)));
    }

    /** The business date on which a file was first seen, by which its copies lie: the same whenever they are made. */
    LocalDate day(FileRecord file) {
        return LocalDate.ofInstant(file.discovered(), zone);
    }

    /** The business date of a closing's unit: the same whenever it is done. */
    static LocalDate day(String unit) {
        return LocalDate.parse(unit.substring(0, unit.indexOf(' ')));
    }

    /** The id_carga of a unit's name. */
    static long id(String unit) {
        return Long.parseLong(unit.substring(0, unit.indexOf(' ')));
    }
}

package dev.caravan.run;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.Version;
import dev.caravan.run.Ledger.KnownItem;
import dev.caravan.run.Ledger.NewItem;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.PlanRequest.Mode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares the calendar with the ledger and opens what is missing; every trigger ends here. Safe for many threads. */
public final class Planner {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    /** Of one run: five hundred sites for a year of days. */
    static final int MOST_ITEMS = 200_000;

    private final Ledger ledger;
    private final Map<String, Pipeline> pipelines;
    private final Clock clock;

    public Planner(Ledger ledger, Map<String, Pipeline> pipelines, Clock clock) {
        this.ledger = ledger;
        this.pipelines = Map.copyOf(pipelines);
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    /** The last whole UTC day. */
    public LocalDate lastClosedDay() {
        return LocalDate.now(clock).minusDays(1);
    }

    /**
     * Asking for the same again opens nothing new. One at a time: a big plan needs memory.
     *
     * @throws InvalidRequest {@code pipeline-unknown}; {@code period-not-closed} when the period has no closed day;
     *     {@code period-too-long} when it would be more than {@value #MOST_ITEMS} items
     */
    public synchronized Plan plan(PlanRequest request) {
        Pipeline pipeline = pipeline(request.pipeline());
        if (!pipeline.bySite()) {
            throw new InvalidRequest(
                    "pipeline-unknown", "'" + pipeline.name() + "' does not go by periods: 'caravan visitfiles run'");
        }
        List<Period> units = units(request);
        String runId = newRunId();
        if (!request.byOperator()) {
            ledger.adopt(pipeline);
        }
        String variant = request.dryRun() ? runId : "";
        Map<String, KnownItem> known = ledger.known(request.pipeline(), variant, span(units));

        List<NewItem> fresh = new ArrayList<>();
        List<KnownItem> reopened = new ArrayList<>();
        List<KnownItem> joined = new ArrayList<>();
        int current = 0;
        int dead = 0;
        for (String subject : request.subjects()) {
            for (Period unit : units) {
                NewItem item = new NewItem(request.pipeline(), subject, unit.unit(), unit, variant);
                KnownItem before = known.get(KnownItem.key(subject, unit.unit()));
                switch (decide(request, before, item, pipeline)) {
                    case OPEN -> {
                        if (before == null) {
                            fresh.add(item);
                        } else {
                            reopened.add(before);
                        }
                    }
                    case JOIN -> joined.add(Objects.requireNonNull(before));
                    case DEAD -> dead++;
                    case CURRENT -> current++;
                }
            }
        }
        int opened = ledger.open(runId, request, pipeline, Version.current(), span(units), fresh, reopened, joined);
        int members = fresh.size() + reopened.size() + joined.size();
        return new Plan(runId, opened, members - opened, current, dead);
    }

    /**
     * What was opened again.
     *
     * @param plans one for each pipeline of which something was opened, the one that others wait for first
     * @param whole false when a subject was left alone because one of its items runs: ask again later
     */
    public record Again(List<Plan> plans, boolean whole) {}

    /**
     * Opens again what is done and has one of these days: items of the pipeline, and of those that wait for it. What waits
     * anyway stays as it is.
     *
     * @param days by subject
     */
    public synchronized Again again(String pipeline, Map<String, ? extends Set<LocalDate>> days, String requestedBy) {
        List<LocalDate> all =
                days.values().stream().flatMap(Set::stream).sorted().toList();
        if (all.isEmpty()) {
            return new Again(List.of(), true);
        }
        Period span =
                Period.month(YearMonth.from(all.get(0))).through(Period.month(YearMonth.from(all.get(all.size() - 1))));
        Map<Pipeline, List<KnownItem>> touched = new LinkedHashMap<>();
        Stream.concat(Stream.of(pipeline(pipeline)), pipelines.values().stream().filter(one -> one.waitsFor()
                        .filter(pipeline::equals)
                        .isPresent()))
                .forEach(one -> touched.put(one, touched(one, days, span)));
        Set<String> busy = touched.values().stream()
                .flatMap(List::stream)
                .filter(item -> item.state() == State.RUNNING)
                .map(KnownItem::subject)
                .collect(Collectors.toSet());
        List<Plan> plans = new ArrayList<>();
        touched.forEach((one, items) -> {
            List<KnownItem> done = items.stream()
                    .filter(item -> item.state() == State.DONE && !busy.contains(item.subject()))
                    .toList();
            if (!done.isEmpty()) {
                plans.add(again(one, done, span, requestedBy));
            }
        });
        return new Again(plans, busy.isEmpty());
    }

    private List<KnownItem> touched(Pipeline pipeline, Map<String, ? extends Set<LocalDate>> days, Period span) {
        return ledger.known(pipeline.name(), "", span).values().stream()
                .filter(item -> Period.parse(item.unit())
                        .days()
                        .anyMatch(day -> days.containsKey(item.subject())
                                && days.get(item.subject()).contains(day.from())))
                .toList();
    }

    /**
     * Opens units that no calendar tells of, whatever became of them before; those that are open stay so.
     *
     * @throws InvalidRequest {@code pipeline-unknown}
     */
    public synchronized Plan open(UnitRequest request) {
        Pipeline pipeline = pipeline(request.pipeline());
        if (request.units().isEmpty()) {
            return new Plan("", 0, 0, 0, 0);
        }
        ledger.adopt(pipeline);
        Period span = request.span();
        Map<String, KnownItem> known = ledger.known(pipeline.name(), "", span);
        List<NewItem> fresh = new ArrayList<>();
        List<KnownItem> reopened = new ArrayList<>();
        List<KnownItem> joined = new ArrayList<>();
        for (UnitRequest.Unit unit : request.units()) {
            KnownItem before = known.get(KnownItem.key(unit.subject(), unit.name()));
            if (before == null) {
                fresh.add(new NewItem(pipeline.name(), unit.subject(), unit.name(), unit.period(), ""));
            } else {
                (before.state().open() ? joined : reopened).add(before);
            }
        }
        String runId = request.run().isEmpty() ? newRunId() : request.run();
        int opened = ledger.open(
                runId, request.asPlan(pipeline), pipeline, Version.current(), span, fresh, reopened, joined);
        return new Plan(runId, opened, request.units().size() - opened, 0, 0);
    }

    /**
     * What an item has opened for its run belongs to the other runs that wait for the item, too.
     *
     * @param run which the items of the same subject were added to
     */
    public void share(String run, long item) {
        ledger.share(run, item);
    }

    private Plan again(Pipeline pipeline, List<KnownItem> done, Period span, String requestedBy) {
        PlanRequest request = new PlanRequest(
                pipeline.name(),
                done.stream().map(KnownItem::subject).distinct().sorted().toList(),
                span,
                pipeline.granularity(),
                Mode.ALL,
                false,
                false,
                PlanRequest.DAILY,
                requestedBy);
        String runId = newRunId();
        int opened = ledger.open(runId, request, pipeline, Version.current(), span, List.of(), done, List.of());
        return new Plan(runId, opened, 0, 0, 0);
    }

    /** @throws InvalidRequest {@code pipeline-unknown} */
    public Pipeline pipeline(String name) {
        Pipeline pipeline = pipelines.get(name);
        if (pipeline == null) {
            throw new InvalidRequest(
                    "pipeline-unknown",
                    "There is no pipeline '" + name + "', only "
                            + pipelines.keySet().stream().sorted().toList());
        }
        return pipeline;
    }

    private enum Decision {
        OPEN,
        JOIN,
        DEAD,
        CURRENT
    }

    private static Decision decide(PlanRequest request, @Nullable KnownItem before, NewItem item, Pipeline pipeline) {
        Mode mode = request.mode();
        if (before == null) {
            return mode == Mode.FAILED ? Decision.CURRENT : Decision.OPEN;
        }
        State state = before.state();
        if (state == State.RUNNING) {
            return Decision.JOIN;
        }
        if (state.open()) {
            boolean waitsNoLonger = state == State.RETRY && request.byOperator();
            boolean outdated = !before.rulesVersion().equals(pipeline.rulesVersion());
            boolean waitsInVain = request.allowIncomplete() && !before.allowIncomplete();
            return waitsNoLonger || outdated || waitsInVain ? Decision.OPEN : Decision.JOIN;
        }
        boolean failed = state == State.DEAD || state == State.CANCELLED;
        if (mode == Mode.ALL
                || (mode == Mode.FAILED && failed)
                || (mode == Mode.MISSING && !failed && stale(before, item, pipeline))) {
            return Decision.OPEN;
        }
        return state == State.DEAD ? Decision.DEAD : Decision.CURRENT;
    }

    private static boolean stale(KnownItem done, NewItem item, Pipeline pipeline) {
        return !done.rulesVersion().equals(pipeline.rulesVersion())
                || !done.inputs().equals(pipeline.inputs(item.subject(), item.period()));
    }

    private List<Period> units(PlanRequest request) {
        LocalDate today = LocalDate.now(clock);
        Stream<Period> all = request.granularity() == Granularity.DAY
                ? request.span().days().filter(day -> day.from().isBefore(today))
                : request.span().months().filter(month -> month.from().isBefore(today));
        List<Period> units = all.toList();
        if (units.isEmpty()) {
            throw new InvalidRequest(
                    "period-not-closed",
                    "The period " + request.span().unit() + " has no closed day yet: the last is " + lastClosedDay()
                            + " (UTC)");
        }
        long items = (long) units.size() * request.subjects().size();
        if (items > MOST_ITEMS) {
            throw new InvalidRequest(
                    "period-too-long",
                    "That would be " + items + " items; ask for " + MOST_ITEMS + " at most, by years or by sites");
        }
        return units;
    }

    private static Period span(List<Period> units) {
        return units.get(0).through(units.get(units.size() - 1));
    }

    /** Sortable by time; unique by its random tail. */
    private String newRunId() {
        return STAMP.format(clock.instant().atZone(ZoneOffset.UTC))
                + "-%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
    }
}

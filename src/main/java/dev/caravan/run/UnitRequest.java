package dev.caravan.run;

import dev.caravan.run.PlanRequest.Mode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * Units to be done that no calendar tells of, for example files.
 *
 * @param run to which they are added, as parts of its work; empty for a run of their own
 * @param units of one pipeline; at most {@value Planner#MOST_ITEMS}
 * @param allowIncomplete do them although something that they wait for is dead
 * @param requestedBy who: {@code schedule}, {@code cli:<user>}, …
 */
public record UnitRequest(
        String run, String pipeline, List<Unit> units, boolean allowIncomplete, int priority, String requestedBy) {

    public UnitRequest {
        units = List.copyOf(units);
        if (units.size() > Planner.MOST_ITEMS) {
            throw new IllegalArgumentException(units.size() + " units, the most are " + Planner.MOST_ITEMS);
        }
    }

    /**
     * One item to be.
     *
     * @param name at most 255 characters; with the subject, its key in the ledger
     * @param period the days it covers; for the same name always the same
     */
    public record Unit(String subject, String name, Period period) {}

    Period span() {
        LocalDate from = units.stream()
                .map(unit -> unit.period().from())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        LocalDate to = units.stream()
                .map(unit -> unit.period().to())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Period(from, to);
    }

    PlanRequest asPlan(Pipeline pipeline) {
        return new PlanRequest(
                pipeline.name(),
                units.stream().map(Unit::subject).distinct().sorted().toList(),
                span(),
                pipeline.granularity(),
                Mode.ALL,
                false,
                allowIncomplete,
                priority,
                requestedBy);
    }
}

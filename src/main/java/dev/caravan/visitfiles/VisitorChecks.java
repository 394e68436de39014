package dev.caravan.visitfiles;

import dev.caravan.platform.PipelineException;
import dev.caravan.run.Lease;
import dev.caravan.run.Outcome;
import dev.caravan.visitfiles.load.Visitors;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is done with all visitors at night, beside the loads. Doing it again changes nothing. The routes call it as the bean
 * {@code visitorChecks}.
 */
public final class VisitorChecks {

    /** A.7.5: whom a load of the last days has touched. */
    private static final Duration BACK = Duration.ofDays(7);

    private final Visitors visitors;

    public VisitorChecks(Visitors visitors) {
        this.visitors = visitors;
    }

    /** @return {@code visitors.changed} */
    public Outcome rollOver(Lease lease) {
        lease.check();
        return outcome("visitors.changed", visitors.rollOver());
    }

    /**
     * @return {@code visitors.wrong}, which is 0
     * @throws PipelineException.Permanent {@code visitfiles-totals-differ}; nothing is put right
     */
    public Outcome recount(Lease lease) {
        lease.check();
        int wrong = visitors.recount(BACK).size();
        if (wrong > 0) {
            throw new PipelineException.Permanent(
                    "visitfiles-totals-differ",
                    (wrong < Visitors.MOST_NAMED ? "" : "At least ") + wrong + " visitors of the last " + BACK.toDays()
                            + " days have totals that are not those of their rows");
        }
        return outcome("visitors.wrong", wrong);
    }

    private static Outcome outcome(String name, long count) {
        return new Outcome(new TreeMap<>(Map.of(name, count)), "", "");
    }
}

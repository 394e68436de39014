package dev.caravan.visitfiles;

import dev.caravan.run.LedgerFigures;
import dev.caravan.run.LedgerFigures.Latest;
import dev.caravan.run.Pipeline.Granularity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes good a listing whose time went by without a service. The route of the start calls it as the bean {@code
 * visitFilesMissed}; several instances may.
 */
public final class MissedListings {

    private static final Duration DAILY = Duration.ofHours(24);

    private final Collection<String> sources;
    private final VisitFilesPlans plans;
    private final LedgerFigures ledger;
    private final Clock clock;

    public MissedListings(VisitFilesSettings settings, VisitFilesPlans plans, LedgerFigures ledger, Clock clock) {
        this.sources = settings.catchUp() ? settings.sources().keySet() : Set.of();
        this.plans = plans;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Has those sources listed whose last listing ended more than a day ago, and those that never were. */
    public void list() {
        if (sources.isEmpty()) {
            return;
        }
        Set<String> missed = new TreeSet<>(sources);
        Instant since = clock.instant().minus(DAILY);
        ledger.latest(FilesPipeline.LIST, sources, Granularity.DAY).stream()
                .filter(latest -> latest.asOf() != null && latest.asOf().isAfter(since))
                .map(Latest::subject)
                .forEach(missed::remove);
        plans.list(missed, "schedule");
    }
}

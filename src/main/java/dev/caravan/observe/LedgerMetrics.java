package dev.caravan.observe;

import dev.caravan.run.Freshness;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.LedgerFigures.DeadLetters;
import dev.caravan.run.Pipeline;
import dev.caravan.run.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gauges of the whole installation, from the ledger: the same on every instance. Somebody runs it again and again; a
 * scrape sees what was read last. What has vanished from the ledger vanishes here.
 */
final class LedgerMetrics implements Runnable {

    private final LedgerFigures ledger;
    private final Map<String, Pipeline> pipelines;
    private final WorkMetrics work;
    private final Series items;
    private final Series deadLetters;
    private final Series freshness;
    private volatile double oldestUnclaimed = Double.NaN;
    private volatile long readAt = System.nanoTime();

    LedgerMetrics(LedgerFigures ledger, List<Pipeline> pipelines, WorkMetrics work, MeterRegistry registry) {
        this.ledger = ledger;
        this.pipelines = pipelines.stream().collect(Collectors.toMap(Pipeline::name, Function.identity()));
        this.work = work;
        this.items = new Series(MultiGauge.builder("caravan.items")
                .description("Items in the ledger")
                .register(registry));
        this.deadLetters = new Series(MultiGauge.builder("caravan.dead.letters")
                .description("Open dead letters")
                .register(registry));
        this.freshness = new Series(MultiGauge.builder("caravan.site.complete.until")
                .description("End of the last complete day or month, since 1970; 0: nothing is complete")
                .baseUnit("seconds")
                .register(registry));
        Gauge.builder("caravan.items.oldest.unclaimed", () -> oldestUnclaimed)
                .description("How long an item waits that could be claimed")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("caravan.ledger.figures.age", () -> (System.nanoTime() - readAt) / 1e9)
                .description("Since the gauges of the ledger were read")
                .baseUnit("seconds")
                .register(registry);
    }

    @Override
    public void run() {
        items.set(items());
        deadLetters.set(ledger.deadLetters().stream()
                .collect(Collectors.toMap(
                        row -> Tags.of("pipeline", row.pipeline(), "code", row.code()), DeadLetters::letters)));
        freshness.set(freshness());
        oldestUnclaimed = ledger.unclaimed().oldest().toSeconds();
        ledger.dropReasons().forEach(known -> work.dropped(known.pipeline(), known.reason()));
        readAt = System.nanoTime();
    }

    /** Every state of every pipeline, also those without items. */
    private Map<Tags, Long> items() {
        Map<Tags, Long> items = new HashMap<>();
        for (String pipeline : pipelines.keySet()) {
            for (State state : State.values()) {
                items.put(tags(pipeline, state), 0L);
            }
        }
        ledger.pipelines().forEach(row -> items.put(tags(row.pipeline(), row.state()), row.items()));
        return items;
    }

    private static Tags tags(String pipeline, State state) {
        return Tags.of("pipeline", pipeline, "state", state.name());
    }

    /** Nothing for a pipeline that this version does not have. */
    private Map<Tags, Long> freshness() {
        Map<Tags, Long> until = new HashMap<>();
        for (Freshness row : ledger.freshness()) {
            Pipeline pipeline = pipelines.get(row.pipeline());
            if (pipeline != null) {
                until.put(
                        Tags.of("pipeline", row.pipeline(), "site", row.site()),
                        row.until(pipeline.granularity())
                                .map(day -> day.atStartOfDay().toEpochSecond(ZoneOffset.UTC))
                                .orElse(0L));
            }
        }
        return until;
    }
}

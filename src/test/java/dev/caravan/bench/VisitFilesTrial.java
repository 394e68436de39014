package dev.caravan.bench;

import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.Settings;
import dev.caravan.cli.RunProgress;
import dev.caravan.platform.Config;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.Outcome;
import dev.caravan.run.Plan;
import dev.caravan.run.State;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Report files by the service itself: listed, fetched, judged, loaded, backed up, removed, and the day closed. */
final class VisitFilesTrial implements Trial {

    /** Of the results: valid rows of all files. */
    static final String VALID = "reports.rows.valid";

    private final Meter meter;
    private final Components components;
    private final Service service;

    VisitFilesTrial(Config config, Meter meter) {
        this.meter = meter;
        this.components = new Components(Settings.from(config), Clock.systemUTC());
        this.service = Service.start(components, false);
    }

    @Override
    public Sample run() throws InterruptedException {
        Meter.Reading trigger = meter.read();
        Plan plan = components.visitFiles().list(List.of(Lab.REPORTS), "bench");
        service.work("");
        StringWriter said = new StringWriter();
        boolean ended = new RunProgress(components.ledger(), plan, new PrintWriter(said)).await();
        Meter.Reading end = meter.read();
        List<ItemReport> items = components.ledger().items(plan.runId());
        if (!ended || items.stream().anyMatch(item -> item.state() != State.DONE)) {
            throw new IllegalStateException("Not all items were done: " + items + said);
        }
        long valid = items.stream()
                .mapToLong(item -> item.counts().getOrDefault(Outcome.KEPT, 0L))
                .sum();
        Sample sample = new Sample(end.since(trigger), new TreeMap<>(Map.of(VALID, "" + valid)));
        sample.figures().put(Sample.ROWS, (double) valid);
        return sample;
    }

    @Override
    public void close() {
        service.close();
        components.close();
    }
}

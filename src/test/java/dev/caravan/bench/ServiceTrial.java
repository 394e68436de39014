package dev.caravan.bench;

import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.Settings;
import dev.caravan.cli.RunProgress;
import dev.caravan.platform.Config;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.Outcome;
import dev.caravan.run.Pipeline;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.run.State;
import dev.caravan.sources.SourceCsv;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The month by the service itself, as {@code caravan run} does it: planned, claimed, extracted, and maybe indexed. */
final class ServiceTrial implements Trial {

    private static final String ITEM_ENDS = "run.before-done";

    private final boolean index;
    private final Meter meter;
    private final MilestoneReadings milestones;
    private final Components components;
    private final Service service;

    /** @param index whether the month is indexed after its days were extracted */
    ServiceTrial(Config config, boolean index, Meter meter) throws IOException {
        this.index = index;
        this.meter = meter;
        this.milestones = MilestoneReadings.begin(meter);
        this.components = new Components(Settings.from(config), Clock.systemUTC());
        Path sources = Files.write(
                Files.createTempFile("bench-sources", ".csv"),
                List.of("source_id,name,type,site_id,country_iso", "OPENDOAR::7,Repository,R,7,CO"));
        components.sources().save(SourceCsv.read(sources));
        Files.delete(sources);
        this.service = Service.start(components, false);
    }

    /** From the trigger to the moment when the last item has only its row in the ledger left to be written. */
    @Override
    public Sample run() throws InterruptedException {
        TreeMap<String, String> results = new TreeMap<>();
        Meter.Reading trigger = meter.read();
        Plan days = service.plan(request(components.matomo()));
        service.work("");
        List<ItemReport> extracted = await(days);
        Meter.Reading last = milestones.of(ITEM_ENDS);
        SortedMap<String, Double> figures = last.since(trigger);
        long events = sum(extracted, Outcome.IN);
        long visits = sum(extracted, "visits.in");
        figures.put(Sample.ROWS, (double) events + visits);
        results.put(Outcome.IN, String.valueOf(events));
        results.put("visits.rows", String.valueOf(visits));
        if (index) {
            steps(trigger, last, results, figures);
        }
        return new Sample(figures, results);
    }

    private void steps(
            Meter.Reading trigger,
            Meter.Reading extracted,
            SortedMap<String, String> results,
            SortedMap<String, Double> figures)
            throws InterruptedException {
        Meter.Reading trigger2 = meter.read();
        List<ItemReport> months = await(service.plan(request(components.usage())));
        months.get(0).counts().forEach((name, amount) -> results.put(name, String.valueOf(amount)));
        results.remove("documents.removed");
        figures.put(Sample.DOCUMENTS, (double) sum(months, "documents"));
        put(figures, Step.EXTRACTION, trigger, extracted);
        put(figures, Step.FETCH, trigger2, milestones.of("dataset.part-fetched"));
        put(figures, Step.STAGES, milestones.of("dataset.part-fetched"), milestones.of("usage.stage-aggregate"));
        put(figures, Step.DOCUMENTS, milestones.of("usage.stage-aggregate"), milestones.of("usage.before-removal"));
        put(figures, Step.REMOVAL, milestones.of("usage.before-removal"), milestones.of("usage.removed"));
    }

    private static void put(SortedMap<String, Double> figures, Step step, Meter.Reading from, Meter.Reading to) {
        to.since(from).forEach((name, value) -> figures.put(step.figure(name), value));
    }

    private List<ItemReport> await(Plan plan) throws InterruptedException {
        StringWriter said = new StringWriter();
        boolean ended = new RunProgress(components.ledger(), plan, new PrintWriter(said)).await();
        List<ItemReport> items = components.ledger().items(plan.runId());
        if (!ended || items.stream().anyMatch(item -> item.state() != State.DONE)) {
            throw new IllegalStateException("Not all items were done: " + items + said);
        }
        return items;
    }

    private static long sum(List<ItemReport> items, String count) {
        return items.stream()
                .map(ItemReport::counts)
                .mapToLong((Map<String, Long> counts) -> counts.getOrDefault(count, 0L))
                .sum();
    }

    private static PlanRequest request(Pipeline pipeline) {
        return new PlanRequest(
                pipeline.name(),
                List.of(String.valueOf(Month.SITE)),
                Month.PERIOD,
                pipeline.granularity(),
                Mode.ALL,
                false,
                false,
                PlanRequest.BACKFILL,
                "bench");
    }

    @Override
    public void close() {
        service.close();
        components.close();
        milestones.close();
    }
}

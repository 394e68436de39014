package dev.caravan.embedded;

import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.cli.RunProgress;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.run.RunReport;
import dev.caravan.sources.Source;
import dev.caravan.sources.SourceCsv;
import dev.caravan.sources.SourceLint;
import dev.caravan.sources.SourceRow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The demo's two months on their way through the service, by its own planner, ledger and routes. */
final class DemoRun {

    private final Components components;
    private final Service service;
    private final PrintWriter out;

    /** @param service a daemon that does not work yet */
    DemoRun(Components components, Service service, PrintWriter out) {
        this.components = components;
        this.service = service;
        this.out = out;
    }

    /** The time as it is; where the demo's two months are still to come, the noon after them. */
    static Clock clock() {
        Instant over = DemoMatomo.TO.atTime(12, 0).toInstant(ZoneOffset.UTC);
        Clock system = Clock.systemUTC();
        return system.instant().isBefore(over)
                ? Clock.offset(system, Duration.between(system.instant(), over))
                : system;
    }

    /** As {@code caravan sources import} does it. */
    static List<Source> importSources(Components components, Path csv) {
        List<SourceRow> rows = SourceCsv.read(csv);
        List<String> problems = new SourceLint(components.settings().usage().mapDir())
                .check(SourceRow.merge(components.sources().rows(), rows));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(csv + ": " + String.join("; ", problems));
        }
        components.sources().save(rows);
        return components.sources().all();
    }

    /** What came of both runs. */
    record Result(List<ItemReport> extracted, List<ItemReport> indexed, List<String> problems) {}

    /** Copies the days and makes the months' statistics; returns when every item has ended. */
    Result run(List<Source> sources) throws InterruptedException {
        List<String> sites =
                sources.stream().map(source -> String.valueOf(source.siteId())).toList();
        Plan days = service.plan(request(components.matomo(), sites));
        Plan months = service.plan(request(components.usage(), sites));
        service.work("");
        out.printf("Extracting: Matomo's %d days of %d sites to Parquet files on S3%n", days.opened(), sites.size());
        out.flush();
        new RunProgress(components.ledger(), days, out).await();
        out.printf("Indexing: %d months of a site each, from there to OpenSearch%n", months.opened());
        out.flush();
        new RunProgress(components.ledger(), months, out).await();
        return new Result(
                components.ledger().items(days.runId()),
                components.ledger().items(months.runId()),
                Stream.of(days, months)
                        .flatMap(plan -> new RunReport(components.ledger(), plan).problems().stream())
                        .toList());
    }

    private static PlanRequest request(Pipeline pipeline, List<String> sites) {
        Granularity granularity = pipeline.granularity();
        return new PlanRequest(
                pipeline.name(),
                sites,
                new Period(DemoMatomo.FROM, DemoMatomo.TO),
                granularity,
                Mode.MISSING,
                false,
                false,
                PlanRequest.BACKFILL,
                "demo");
    }
}

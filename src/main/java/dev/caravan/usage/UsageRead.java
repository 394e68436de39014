package dev.caravan.usage;

import dev.caravan.dataset.DatasetReader;
import dev.caravan.engine.SqlEngine;
import dev.caravan.engine.SqlSession;
import dev.caravan.platform.Scratch;
import dev.caravan.run.Lease;
import dev.caravan.run.Ledger;
import dev.caravan.run.Period;
import dev.caravan.run.WorkItem;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.Source;
import dev.caravan.sources.Sources;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.function.Function;

/** Fetches an item's partitions and makes them ready for the stages. Safe for many threads. */
public final class UsageRead {

    private final UsagePipeline pipeline;
    private final UsageTables tables;
    private final Recovery recovery;
    private final Sources sources;
    private final Ledger ledger;
    private final DatasetReader dataset;
    private final SqlEngine engine;
    private final Scratch scratch;
    private final Clock clock;

    public UsageRead(
            UsageSettings settings,
            UsagePipeline pipeline,
            UsageStages stages,
            IdentifierColumns columns,
            Sources sources,
            Ledger ledger,
            DatasetReader dataset,
            SqlEngine engine,
            Scratch scratch,
            Clock clock) {
        this.pipeline = pipeline;
        this.tables = new UsageTables(settings, stages, columns);
        this.recovery = new Recovery(stages);
        this.sources = sources;
        this.ledger = ledger;
        this.dataset = dataset;
        this.engine = engine;
        this.scratch = scratch;
        this.clock = clock;
    }

    /**
     * Opens the job: {@code events} and {@code visits} are there as the stages expect them.
     *
     * @param lease holds the session and the files until it is closed
     */
    public UsageJob open(Lease lease) {
        WorkItem item = lease.item();
        Scratch.Folder folder = lease.hold(scratch.folder("usage-" + item.id()));
        boolean recovers = pipeline.recovers(Integer.parseInt(item.subject()), item.period());
        return open(item, lease::check, folder.path(), lease.hold(engine.open(folder.path())), recovers);
    }

    /**
     * The same for somebody who only looks: no item is claimed.
     *
     * @param look gets the job; its session and files are gone when it returns
     */
    <T> T look(int site, Period period, UsageJob.Attendant attendant, Function<UsageJob, T> look) {
        return look(site, period, attendant, pipeline.recovers(site, period), look);
    }

    /** Likewise, before any identifier is recovered, with what each event's URL proposes. */
    <T> T proposals(int site, Period period, UsageJob.Attendant attendant, Function<UsageJob, T> look) {
        return look(site, period, attendant, false, job -> {
            recovery.propose(job.session(), job.source());
            return look.apply(job);
        });
    }

    private <T> T look(
            int site, Period period, UsageJob.Attendant attendant, boolean recovers, Function<UsageJob, T> look) {
        WorkItem item =
                new WorkItem(0, "", pipeline.name(), Integer.toString(site), period.unit(), period, 1, 0, true, true);
        try (Scratch.Folder folder = scratch.folder("look");
                SqlSession session = engine.open(folder.path())) {
            return look.apply(open(item, attendant, folder.path(), session, recovers));
        }
    }

    /** @param folder empty; the session's */
    private UsageJob open(
            WorkItem item, UsageJob.Attendant attendant, Path folder, SqlSession session, boolean recovers) {
        Period period = item.period();
        Source source = sources.require(Integer.parseInt(item.subject()));
        DatasetReader.Fetched fetched = dataset.fetch(source.siteId(), period.from(), period.to(), folder);
        attendant.check();
        long rowsIn = tables.prepare(session, source, period, fetched);
        OptionalLong recovered = recovers ? OptionalLong.of(recovery.use(session, source)) : OptionalLong.empty();
        boolean closed = !period.to().isAfter(LocalDate.now(clock.withZone(ZoneOffset.UTC)));
        return new UsageJob(
                item,
                attendant,
                source,
                session,
                rowsIn,
                recovered,
                closed && fetched.complete() && !daysMissing(item),
                pipeline.inputs(source, fetched.inputs(), recovers));
    }

    private boolean daysMissing(WorkItem item) {
        return pipeline.waitsFor().stream()
                .anyMatch(upstream -> !ledger.missingDays(upstream, item.subject(), item.period())
                        .isEmpty());
    }
}

package dev.caravan.usage;

import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.dataset.DerivedColumn;
import dev.caravan.engine.DuckDbEngine;
import dev.caravan.engine.EngineSettings;
import dev.caravan.engine.SqlSession;
import dev.caravan.platform.Config;
import dev.caravan.run.Lease;
import dev.caravan.run.Outcome;
import dev.caravan.run.Period;
import dev.caravan.run.TestLease;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From parts on this disk to documents that are not sent: the product's tables, stages in the order of the routes file,
 * counts and documents, without Camel, ledger, S3 and OpenSearch.
 */
public final class Transform {

    private static final Pattern STEP = Pattern.compile("method: (filter|view|table)\\(\\$\\{body}, '(\\w+)'\\)");

    private final UsageSettings settings;
    private final EngineSettings engine;
    private final IdentifierColumns columns;
    private boolean recovering;

    public Transform(Config config) {
        this(config, EngineSettings.from(config));
    }

    Transform(Config config, EngineSettings engine) {
        this.settings = UsageSettings.from(config);
        this.columns = IdentifierColumns.from(config);
        this.engine = engine;
    }

    /** The columns that the extraction gives the parts of a source, by the default rules. */
    public static List<DerivedColumn> derived(Source source) {
        Config defaults = Config.load(Path.of(""), List.of());
        return new DerivedColumns(UsageSettings.from(defaults), IdentifierColumns.from(defaults)).of(source);
    }

    /** From now on with the identifiers that URLs propose. */
    Transform recovering() {
        this.recovering = true;
        return this;
    }

    /**
     * What came out.
     *
     * @param hash equal for equal documents, whatever their order
     */
    public record Result(SortedMap<String, Long> counts, long documents, String hash) {}

    /** @param folder holds the parts, and the engine's spill */
    public Result run(Source source, Period period, Fetched parts, Path folder) {
        DocumentsHash hash = new DocumentsHash();
        SortedMap<String, Long> counts = run(source, period, parts, folder, hash::add);
        return new Result(counts, hash.documents(), hash.toString());
    }

    /** @return the counts, which add up */
    SortedMap<String, Long> run(
            Source source, Period period, Fetched parts, Path folder, Consumer<UsageDocument> documents) {
        return prepared(source, period, parts, folder, job -> {
            UsageFigures figures = new UsageFigures(new UsageStages(settings), "rules");
            Outcome outcome = new Outcome(figures.counts(job), "", "");
            figures.documents(job, documents);
            return outcome.counts();
        });
    }

    /** @param result of the job, after the last stage */
    <T> T prepared(Source source, Period period, Fetched parts, Path folder, Function<UsageJob, T> result) {
        return prepared(source, period, parts, folder, () -> {}, job -> {
            steps(new UsageStages(settings), job);
            return result.apply(job);
        });
    }

    /** What the inspector shows, likewise. */
    <T> T look(Source source, Period period, Fetched parts, Path folder, Function<UsageLook, T> look) {
        UsageStages stages = new UsageStages(settings);
        Marks marks = new Marks(new CallOff());
        return prepared(source, period, parts, folder, marks, job -> {
            marks.read(job.session());
            steps(stages, job);
            marks.split(job.session());
            return look.apply(new UsageLook(job, marks, tools(stages)));
        });
    }

    /** What the inspector shows of proposals. */
    <T> T proposals(Source source, Period period, Fetched parts, Path folder, Function<UsageLook, T> look) {
        UsageStages stages = new UsageStages(settings);
        Marks marks = new Marks(new CallOff());
        return prepared(source, period, parts, folder, marks, job -> {
            new Recovery(stages).propose(job.session(), source);
            return look.apply(new UsageLook(job, marks, tools(stages)));
        });
    }

    private <T> T prepared(
            Source source,
            Period period,
            Fetched parts,
            Path folder,
            UsageJob.Attendant attendant,
            Function<UsageJob, T> result) {
        UsageStages stages = new UsageStages(settings);
        try (SqlSession session = new DuckDbEngine(engine).open(folder)) {
            long rows = new UsageTables(settings, stages, columns).prepare(session, source, period, parts);
            OptionalLong recovered =
                    recovering ? OptionalLong.of(new Recovery(stages).use(session, source)) : OptionalLong.empty();
            Lease lease = TestLease.of("usage", String.valueOf(source.siteId()), period);
            return result.apply(new UsageJob(lease.item(), attendant, source, session, rows, recovered, true, ""));
        }
    }

    private UsageLook.Tools tools(UsageStages stages) {
        return new UsageLook.Tools(settings.rules(), stages, new UsageFigures(stages, "rules"));
    }

    private void steps(UsageStages stages, UsageJob job) {
        try {
            Matcher step = STEP.matcher(Files.readString(settings.routes()));
            while (step.find()) {
                switch (step.group(1)) {
                    case "filter" -> stages.filter(job, step.group(2));
                    case "view" -> stages.view(job, step.group(2));
                    default -> stages.table(job, step.group(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

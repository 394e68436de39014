package dev.caravan.usage;

import dev.caravan.platform.Milestones;
import dev.caravan.run.Outcome;
import dev.caravan.run.Period;
import dev.caravan.run.WorkItem;
import dev.caravan.search.Bulk;
import dev.caravan.search.BulkSender;
import dev.caravan.search.SearchAdmin;
import dev.caravan.search.SearchSettings;
import dev.caravan.sources.Source;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes an item's documents and then removes those of the same site, level and period that earlier attempts wrote and
 * this one did not. Readers see old and new documents mixed for these seconds, never fewer than either. Safe to repeat;
 * safe for many threads.
 */
public final class UsagePublisher {

    /** Version of the mapping and so of the concrete index. */
    private static final int SCHEMA = 1;

    private static final String TEMPLATE = "usage-v" + SCHEMA + ".json";

    private final UsageFigures figures;
    private final SearchAdmin search;
    private final SearchSettings settings;
    private final BulkSender sender;

    public UsagePublisher(
            UsagePipeline pipeline,
            UsageStages stages,
            SearchAdmin search,
            SearchSettings settings,
            BulkSender sender) {
        this.figures = new UsageFigures(stages, pipeline.rulesVersion());
        this.search = search;
        this.settings = settings;
        this.sender = sender;
    }

    /** @return the counts of events, visits and documents; nothing is written by a dry run */
    public Outcome publish(UsageJob job) {
        SortedMap<String, Long> counts = figures.counts(job);
        WorkItem item = job.item();
        if (item.dryRun()) {
            long[] documents = new long[1];
            figures.documents(job, document -> documents[0]++);
            counts.put("documents", documents[0]);
            return new Outcome(counts, "", "");
        }
        String index = index(job.source(), item.period());
        job.check();
        search.template("caravan-usage-v" + SCHEMA, TEMPLATE);
        search.ensure(index, alias(job.source(), item.period()));
        search.fields(index, TEMPLATE);

        // before each request, also one that is sent again after a wait
        BulkSender guarded = operations -> {
            job.check();
            return sender.send(operations);
        };
        Bulk bulk = new Bulk(guarded, settings, index, item.token());
        figures.documents(job, document -> bulk.add(document.id(), document, document.bytes()));
        bulk.flush();
        counts.put("documents", bulk.indexed());

        Milestones.reached("usage.before-removal");
        job.check();
        search.refresh(index);
        counts.put("documents.removed", search.delete(index, stale(job)));
        Milestones.reached("usage.removed");
        return new Outcome(counts, job.inputs(), index);
    }

    static String index(Source source, Period period) {
        return index(UsageDocument.granularity(period), Integer.toString(source.siteId()));
    }

    /** The index with a site's months. */
    public static String monthIndex(String site) {
        return index("month", site);
    }

    private static String index(String granularity, String site) {
        return "caravan-usage-" + granularity + "-" + site + "-v" + SCHEMA;
    }

    private String alias(Source source, Period period) {
        return (period.isDay() ? "caravan-usage-day" : settings.indexPrefix()) + "-" + source.siteId();
    }

    /** INVARIANT: a document of a later claim has a greater fence and is never removed by us. */
    private static Map<String, Object> stale(UsageJob job) {
        return Map.of(
                "query",
                Map.of(
                        "bool",
                        Map.of(
                                "filter",
                                published(job.source(), job.item().period()),
                                "must_not",
                                Map.of(
                                        "range",
                                        Map.of("fence", Map.of("gte", job.item().token()))))));
    }

    /** The documents of a site and period at the site's level, as filters. */
    static List<Map<String, ?>> published(Source source, Period period) {
        return List.of(
                term("idsite", source.siteId()),
                term("level", source.type().name()),
                term("year", period.from().getYear()),
                term("month", period.from().getMonthValue()),
                term("day", period.from().getDayOfMonth()));
    }

    private static Map<String, ?> term(String field, Object value) {
        return Map.of("term", Map.of(field, value));
    }
}

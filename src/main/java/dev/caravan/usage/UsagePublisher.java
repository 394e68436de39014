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
import dev.caravan.usage.UsageDocument.CountryStats;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an item's documents and then removes those of the same site, level and period that earlier attempts wrote and
 * this one did not. Readers see old and new documents mixed for these seconds, never fewer than either. Safe to repeat;
 * safe for many threads.
 */
public final class UsagePublisher {

    /** Version of the mapping and so of the concrete index. */
    private static final int SCHEMA = 1;

    private final UsagePipeline pipeline;
    private final UsageStages stages;
    private final SearchAdmin search;
    private final SearchSettings settings;
    private final BulkSender sender;

    public UsagePublisher(
            UsagePipeline pipeline, UsageStages stages, SearchAdmin search, SearchSettings settings, BulkSender sender) {
        this.pipeline = pipeline;
        this.stages = stages;
        this.search = search;
        this.settings = settings;
        this.sender = sender;
    }

    /** @return the counts of events, visits and documents; nothing is written by a dry run */
    public Outcome publish(UsageJob job) {
        SortedMap<String, Long> counts = counts(job);
        WorkItem item = job.lease().item();
        if (item.dryRun()) {
            long[] documents = new long[1];
            stages.query(job.session(), "items", result -> documents(job, result, document -> documents[0]++));
            counts.put("documents", documents[0]);
            return new Outcome(counts, "", "");
        }
        String index = index(job.source(), item.period());
        job.lease().check();
        search.template("caravan-usage-v" + SCHEMA, "usage-v" + SCHEMA + ".json");
        search.ensure(index, alias(job.source(), item.period()));

        // before each request, also one that is sent again after a wait
        BulkSender guarded = operations -> {
            job.lease().check();
            return sender.send(operations);
        };
        Bulk bulk = new Bulk(guarded, settings, index, item.token());
        stages.query(
                job.session(),
                "items",
                result -> documents(
                        job, result, document -> bulk.add(document.id(), document, document.bytes())));
        bulk.flush();
        counts.put("documents", bulk.indexed());

        job.lease().check();
        Milestones.reached("usage.before-removal");
        search.refresh(index);
        counts.put("documents.removed", search.delete(index, stale(job)));
        Milestones.reached("usage.removed");
        return new Outcome(counts, job.inputs(), index);
    }

    static String index(Source source, Period period) {
        return "caravan-usage-%s-%d-v%d".formatted(UsageDocument.granularity(period), source.siteId(), SCHEMA);
    }

    private String alias(Source source, Period period) {
        return (period.isDay() ? "caravan-usage-day" : settings.indexPrefix()) + "-" + source.siteId();
    }

    /** INVARIANT: a document of a later claim has a greater fence and is never removed by us. */
    private static Map<String, Object> stale(UsageJob job) {
        Period period = job.lease().item().period();
        return Map.of(
                "query",
                Map.of(
                        "bool",
                        Map.of(
                                "filter",
                                List.of(
                                        Map.of("term", Map.of("idsite", job.source().siteId())),
                                        Map.of("term", Map.of("level", job.source().type().name())),
                                        Map.of("term", Map.of("year", period.from().getYear())),
                                        Map.of("term", Map.of("month", period.from().getMonthValue())),
                                        Map.of("term", Map.of("day", period.from().getDayOfMonth()))),
                                "must_not",
                                Map.of("range", Map.of("fence", Map.of("gte", job.lease().item().token()))))));
    }

    private SortedMap<String, Long> counts(UsageJob job) {
        SortedMap<String, Long> counts = new TreeMap<>();
        counts.put(Outcome.IN, job.rowsIn());
        counts.put(Outcome.KEPT, 0L);
        stages.query(job.session(), "counts", result -> {
            while (result.next()) {
                String reason = result.getString("dropped");
                counts.put(reason == null ? Outcome.KEPT : Outcome.DROPPED + reason, result.getLong("events"));
            }
            return counts;
        });
        stages.query(job.session(), "visit_counts", result -> {
            result.next();
            counts.put("visits.in", result.getLong("visits"));
            counts.put("visits.dropped.robot", result.getLong("visits") - result.getLong("humans"));
            return counts;
        });
        return counts;
    }

    /** Puts the rows of one item together; they come one after the other. */
    private boolean documents(UsageJob job, ResultSet rows, Consumer<UsageDocument> sink) throws SQLException {
        List<CountryStats> countries = new ArrayList<>();
        @Nullable String identifier = null;
        String country = "";
        while (rows.next()) {
            String next = Objects.requireNonNull(rows.getString("identifier"));
            if (!next.equals(identifier)) {
                emit(job, identifier, country, countries, sink);
                countries.clear();
                identifier = next;
                country = rows.getString("item_country");
            }
            countries.add(new CountryStats(
                    rows.getString("country"),
                    rows.getLong("views"),
                    rows.getLong("outlinks"),
                    rows.getLong("downloads"),
                    rows.getLong("conversions")));
        }
        emit(job, identifier, country, countries, sink);
        return true;
    }

    private void emit(
            UsageJob job,
            @Nullable String identifier,
            String country,
            List<CountryStats> countries,
            Consumer<UsageDocument> sink) {
        if (identifier != null) {
            sink.accept(UsageDocument.of(job, pipeline.rulesVersion(), identifier, country, countries));
        }
    }
}

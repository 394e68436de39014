package dev.caravan.usage;

import dev.caravan.engine.SqlSession;
import dev.caravan.run.Outcome;
import dev.caravan.usage.UsageDocument.CountryStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the stages have found out, read from their tables. Stateless: safe for many threads. */
final class UsageFigures {

    private static final Comparator<CountryStats> BY_COUNTRY =
            Comparator.comparing(CountryStats::country, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final UsageStages stages;
    private final String rulesVersion;

    UsageFigures(UsageStages stages, String rulesVersion) {
        this.stages = stages;
        this.rulesVersion = rulesVersion;
    }

    /** Events and visits by name: what came in, what was kept, what was dropped by which reason. */
    SortedMap<String, Long> counts(UsageJob job) {
        SortedMap<String, Long> counts = new TreeMap<>();
        counts.put(Outcome.IN, job.rowsIn());
        counts.put(Outcome.KEPT, 0L);
        job.recovered().ifPresent(events -> counts.put(Outcome.RECOVERED, events));
        stages.query(job.session(), "counts", rows -> {
            while (rows.next()) {
                String reason = rows.text(0);
                counts.put(reason == null ? Outcome.KEPT : Outcome.DROPPED + reason, rows.number(1));
            }
            return counts;
        });
        stages.query(job.session(), "visit_counts", rows -> {
            rows.next();
            counts.put("visits.in", rows.number(0));
            counts.put("visits.dropped.robot", rows.number(0) - rows.number(1));
            return counts;
        });
        return counts;
    }

    /** Gives every document to {@code sink}, in no order that means anything; memory is that of a few documents. */
    void documents(UsageJob job, Consumer<UsageDocument> sink) {
        stages.query(job.session(), "items", rows -> documents(job, rows, sink));
    }

    /** The same in the order of the identifiers' code points. */
    void documentsByIdentifier(UsageJob job, Consumer<UsageDocument> sink) {
        String items = "select * from (" + stages.text("items") + "\n) items order by identifier";
        job.session().query(items, rows -> documents(job, rows, sink));
    }

    /** Puts the rows of one item together; those of a bucket come one after the other. */
    private boolean documents(UsageJob job, SqlSession.Rows rows, Consumer<UsageDocument> sink) {
        Map<String, Item> items = new LinkedHashMap<>();
        long bucket = 0;
        while (rows.next()) {
            if (rows.number(0) != bucket) {
                emit(job, items, sink);
                bucket = rows.number(0);
            }
            String identifier = Objects.requireNonNull(rows.text(1));
            Item item = items.get(identifier);
            if (item == null) {
                item = new Item(Objects.requireNonNull(rows.text(2)), new ArrayList<>());
                items.put(identifier, item);
            }
            item.countries().add(new CountryStats(rows.text(3), Metrics.of(rows, 4)));
        }
        emit(job, items, sink);
        return true;
    }

    private record Item(String country, List<CountryStats> countries) {}

    private void emit(UsageJob job, Map<String, Item> items, Consumer<UsageDocument> sink) {
        items.forEach((identifier, item) -> {
            item.countries().sort(BY_COUNTRY);
            sink.accept(UsageDocument.of(job, rulesVersion, identifier, item.country(), item.countries()));
        });
        items.clear();
    }
}

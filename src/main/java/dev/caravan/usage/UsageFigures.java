package dev.caravan.usage;

import dev.caravan.run.Outcome;
import dev.caravan.usage.UsageDocument.CountryStats;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the stages have found out, read from their tables. Stateless: safe for many threads. */
final class UsageFigures {

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

    /** Gives every document to {@code sink}, ordered by identifier; memory is that of one document. */
    void documents(UsageJob job, Consumer<UsageDocument> sink) {
        stages.query(job.session(), "items", result -> documents(job, result, sink));
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
            sink.accept(UsageDocument.of(job, rulesVersion, identifier, country, countries));
        }
    }
}

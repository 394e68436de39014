package dev.caravan.reports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.LedgerFigures.Latest;
import dev.caravan.run.Pipeline.Granularity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers questions, and says beside the figures how far they go: by the ledger, and by the documents themselves. */
record Provenance(UsageIndex index, LedgerFigures ledger) {

    private static final int MOST_VERSIONS = 100;

    Report answer(Question question) {
        Map<String, Object> aggregations = new LinkedHashMap<>(question.aggregations());
        aggregations.put(
                "rules",
                Map.of(
                        "terms",
                        Map.of("field", "rules_version", "size", MOST_VERSIONS, "order", Map.of("_key", "asc"))));
        aggregations.put("incomplete", Map.of("filter", Dsl.term("complete", false)));
        JsonNode figures = index.ask(question.scope(), question.period(), question.documents(), aggregations);
        List<Latest> latest = ledger.latest(
                "usage", question.scope().sites().stream().map(String::valueOf).toList(), question.documents());
        LocalDate until = until(latest);
        List<String> rules = new ArrayList<>();
        figures.at("/rules/buckets")
                .forEach(version -> rules.add(version.path("key").asText()));
        return new Report(
                question.about(),
                question.columns(),
                question.rows().apply(figures),
                until != null
                        && !question.period().to().isAfter(until)
                        && figures.at("/incomplete/doc_count").asLong() == 0,
                asOf(latest),
                until == null ? null : period(until.minusDays(1), question.documents()),
                rules);
    }

    private static @Nullable Instant asOf(List<Latest> latest) {
        return latest.stream()
                .flatMap(site -> Stream.ofNullable(site.asOf()))
                .max(Instant::compareTo)
                .orElse(null);
    }

    /** Where the site ends that is behind the others; one without any item of this kind is none. */
    private static @Nullable LocalDate until(List<Latest> latest) {
        List<LocalDate> ends = latest.stream()
                .map(Latest::until)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        return ends.isEmpty() || ends.size() < latest.size() ? null : ends.get(0);
    }

    private static String period(LocalDate lastDay, Granularity granularity) {
        return granularity == Granularity.DAY
                ? lastDay.toString()
                : YearMonth.from(lastDay).toString();
    }
}

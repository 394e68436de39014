package dev.caravan.reports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.search.SearchReader;
import dev.caravan.sources.IdentifierSpelling;
import dev.caravan.sources.Source;
import dev.caravan.sources.Sources;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What readers of statistics may ask: the widgets' four reports, the usage of an item or a source, and what is used
 * most. Values are by the names of their parameters; one that is missing has its default. Safe for many threads.
 *
 * <p>All methods throw {@link InvalidRequest} for values that make no sense and when too many ask at once, and
 * {@link PipelineException} when the index does not answer.
 */
public final class Reports {

    private static final long PATIENCE_MILLIS = 1000;
    private static final int MOST_ENTRIES = 1000;

    private final ReportSettings settings;
    private final Sources sources;
    private final IdentifierSpelling spelling;
    private final UsageIndex index;
    private final Provenance provenance;
    private final Clock clock;
    private final Semaphore places;

    /** @param indexPrefix of the aliases with documents of months */
    public Reports(
            ReportSettings settings,
            Sources sources,
            IdentifierSpelling spelling,
            LedgerFigures ledger,
            SearchReader search,
            String indexPrefix,
            Clock clock) {
        this.settings = settings;
        this.sources = sources;
        this.spelling = spelling;
        this.index = new UsageIndex(search, indexPrefix);
        this.provenance = new Provenance(index, ledger);
        this.clock = clock;
        this.places = new Semaphore(settings.concurrent());
    }

    public ReportSettings settings() {
        return settings;
    }

    /** An item's totals, by level, and by date and level. */
    public JsonNode itemWidget(Map<String, String> values) {
        return itemWidget(values, Widgets.byTime());
    }

    /** An item's totals, and the countries of its visitors. */
    public JsonNode itemWidgetByCountry(Map<String, String> values) {
        return itemWidget(values, Widgets.byCountry(limit(values)));
    }

    private JsonNode itemWidget(Map<String, String> values, Map<String, Object> widget) {
        String identifier = required(values, "identifier");
        return bounded(() -> widget(scopes().item(identifier, values.getOrDefault("source", "*")), values, widget));
    }

    /** A source's totals, by level, and by date and level. */
    public JsonNode repositoryWidget(Map<String, String> values) {
        return repositoryWidget(values, Widgets.byTime());
    }

    /** A source's totals, and the countries of its visitors. */
    public JsonNode repositoryWidgetByCountry(Map<String, String> values) {
        return repositoryWidget(values, Widgets.byCountry(limit(values)));
    }

    private JsonNode repositoryWidget(Map<String, String> values, Map<String, Object> widget) {
        String id = required(values, "source_id");
        return bounded(() -> {
            Scopes scopes = scopes();
            return widget(scopes.all(scopes.source(id)), values, widget);
        });
    }

    private JsonNode widget(Scope scope, Map<String, String> values, Map<String, Object> widget) {
        Period period = WidgetPeriod.months(
                values.getOrDefault("start_date", "now-1y"),
                values.getOrDefault("end_date", "now"),
                today(),
                settings.mostYears());
        return index.ask(scope, period, Granularity.MONTH, widget);
    }

    /** The usage of an item in whatever spelling, in all levels that count it. */
    public Report item(String identifier, Map<String, String> values) {
        UsageQuery query = UsageQuery.of(values, today(), settings.mostYears());
        return bounded(() -> {
            Scope scope = scopes().item(identifier, values.getOrDefault("source", "*"));
            return provenance.answer(UsageQuestion.of(Map.of("identifier", spelling.of(identifier)), scope, query));
        });
    }

    /**
     * The usage of all items of a source, in all levels that count it.
     *
     * @param id a source_id or a site_id
     */
    public Report source(String id, Map<String, String> values) {
        UsageQuery query = UsageQuery.of(values, today(), settings.mostYears());
        return bounded(() -> {
            Scopes scopes = scopes();
            Source source = scopes.sourceOrSite(id);
            Map<String, Object> subject = new LinkedHashMap<>();
            subject.put("source_id", source.sourceId());
            subject.put("site_id", source.siteId());
            subject.put("name", source.name());
            return provenance.answer(UsageQuestion.of(subject, scopes.all(source), query));
        });
    }

    /** The items, sources or visitor countries that have most of a metric. */
    public Report top(Map<String, String> values) {
        Period period = WidgetPeriod.wholeMonths(UsageQuery.period(values, today()), settings.mostYears());
        int limit = limit(values);
        return bounded(() -> provenance.answer(TopQuestion.of(values, scopes(), period, limit)));
    }

    private Scopes scopes() {
        return new Scopes(sources.all(), spelling);
    }

    private LocalDate today() {
        return LocalDate.now(clock.withZone(ZoneOffset.UTC));
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "*");
        if (value.equals("*")) {
            throw new InvalidRequest("parameter-invalid", name + " is missing");
        }
        return value;
    }

    private static int limit(Map<String, String> values) {
        String limit = values.getOrDefault("limit", "10");
        if (!limit.matches("\\d{1,9}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST_ENTRIES) {
            throw new InvalidRequest(
                    "parameter-invalid", "limit = '" + limit + "': expected a whole number from 1 to " + MOST_ENTRIES);
        }
        return Integer.parseInt(limit);
    }

    /** So that readers, however many, leave room for operators. */
    private <T> T bounded(Supplier<T> report) {
        try {
            if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new InvalidRequest("reports-busy", "Too many reports are asked for at once; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidRequest("reports-busy", "The service is about to stop; try again");
        }
        try {
            return report.get();
        } finally {
            places.release();
        }
    }
}

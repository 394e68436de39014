package dev.caravan.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.caravan.run.Period;
import dev.caravan.run.WorkItem;
import dev.caravan.sources.IdentifierSpelling;
import dev.caravan.sources.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.openhft.hashing.LongHashFunction;
import org.jspecify.annotations.Nullable;

/**
 * An item's usage in a period: one document of the index. Fields up to {@code conversions} are those that existing
 * readers know (docs/usage.md).
 *
 * @param id xxHash64 of site, level, identifier and date; also the document's {@code _id}
 * @param fence the fencing token of the attempt that wrote it
 */
@JsonPropertyOrder({
    "id",
    "identifier",
    "stats_by_country",
    "date",
    "idsite",
    "year",
    "month",
    "day",
    "level",
    "country",
    "metrics",
    "identifier_prefix",
    "granularity",
    "complete",
    "run",
    "fence",
    "rules_version"
})
record UsageDocument(
        String id,
        String identifier,
        @JsonProperty("stats_by_country") List<CountryStats> statsByCountry,
        String date,
        int idsite,
        int year,
        int month,
        int day,
        String level,
        String country,
        @JsonUnwrapped Metrics metrics,
        @JsonProperty("identifier_prefix") String identifierPrefix,
        String granularity,
        boolean complete,
        String run,
        long fence,
        @JsonProperty("rules_version") String rulesVersion) {

    /** @param country as Matomo stores it: lower case; null when unknown and so configured */
    @JsonPropertyOrder({"country", "metrics"})
    record CountryStats(
            @Nullable String country, @JsonUnwrapped Metrics metrics) {}

    /** @param countries the item's figures by visitor country; its totals are their sums */
    static UsageDocument of(
            UsageJob job, String rulesVersion, String identifier, String country, List<CountryStats> countries) {
        WorkItem item = job.item();
        Source source = job.source();
        Period period = item.period();
        int year = period.from().getYear();
        int month = period.from().getMonthValue();
        int day = period.from().getDayOfMonth();
        String granularity = granularity(period);
        return new UsageDocument(
                id(source, identifier, year, month, day, granularity),
                identifier,
                new ArrayList<>(countries),
                period.from() + "T00:00:00",
                source.siteId(),
                year,
                month,
                day,
                source.type().name(),
                country,
                countries.stream().map(CountryStats::metrics).reduce(Metrics.NONE, Metrics::plus),
                prefix(identifier),
                granularity,
                job.complete(),
                item.runId(),
                item.token(),
                rulesVersion);
    }

    static String granularity(Period period) {
        return period.isDay() ? "day" : "month";
    }

    /** A day's id ends in {@code -day}, so that the first of a month and the month never meet. */
    private static String id(Source source, String identifier, int year, int month, int day, String granularity) {
        String text = source.siteId() + "-" + source.type() + "-" + identifier + "-" + year + "-" + month + "-" + day
                + (granularity.equals("day") ? "-day" : "");
        return HexFormat.of().toHexDigits(LongHashFunction.xx().hashBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** {@code oai:} and the host; an identifier of another form is its own prefix. */
    static String prefix(String identifier) {
        return IdentifierSpelling.prefix(identifier).orElse(identifier);
    }

    /** An upper bound of the document's size as JSON, in bytes. */
    int bytes() {
        return 900 + identifier.length() * 12 + statsByCountry.size() * 300;
    }
}

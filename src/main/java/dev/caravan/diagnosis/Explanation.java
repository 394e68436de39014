package dev.caravan.diagnosis;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.usage.Metrics;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * How the figures of an item, or of a whole site, come about. Everything adds up: events and visits that came in are
 * those kept and those dropped by reason, the total is the sum of its units, and a figure the sum over the countries.
 *
 * @param identifier as it was given; null for the whole site
 * @param items the identifiers that it stands for in the index; empty for the whole site
 * @param from the first day
 * @param to the last day
 * @param units the months, or days, one by one: that is how usage is counted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
        int site,
        String source,
        String name,
        String level,
        @Nullable String identifier,
        SortedSet<String> items,
        String from,
        String to,
        String rulesVersion,
        Part total,
        List<Part> units) {

    /** Whether no event of the period has the identifier. */
    public boolean unknown() {
        return identifier != null && total.in().events() == 0;
    }

    /** A number of events, and of the visits that they belong to. */
    public record Amount(long events, long visits) {

        static final Amount NONE = new Amount(0, 0);

        Amount plus(Amount other) {
            return new Amount(events + other.events, visits + other.visits);
        }
    }

    /**
     * What a filter dropped.
     *
     * @param place of the filter among the filters, from 0
     * @param rule the setting that decides, or what the filter says of itself
     * @param visits those of which no event was kept, and whose last event ended here
     */
    public record Drop(int place, String stage, String reason, String rule, long events, long visits) {}

    /** The kept events by what Matomo calls them; {@code other} counts as nothing. */
    public record Kinds(long views, long outlinks, long downloads, long other) {

        /** Those that COUNTER calls investigations; the figure lacks the double clicks among them. */
        public long investigations() {
            return views + outlinks + downloads;
        }

        static final Kinds NONE = new Kinds(0, 0, 0, 0);

        Kinds plus(Kinds more) {
            return new Kinds(
                    views + more.views, outlinks + more.outlinks, downloads + more.downloads, other + more.other);
        }
    }

    /** What the visits that count as conversions did beside viewing. */
    public record Conversions(long downloaded, long followed, long both) {

        static final Conversions NONE = new Conversions(0, 0, 0);

        Conversions plus(Conversions more) {
            return new Conversions(downloaded + more.downloaded, followed + more.followed, both + more.both);
        }
    }

    /**
     * @param country of the visitor; null when it is unknown and so configured
     * @param events kept ones
     */
    public record Country(@Nullable String country, Metrics figures, long events) {}

    /**
     * A raw identifier.
     *
     * @param item what the rules make of it; null for what is none
     * @param events all of them
     * @param kept those that were not dropped
     */
    public record Spelling(String spelling, @Nullable String item, long events, long kept) {}

    /**
     * One unit, or the sum of several.
     *
     * @param unit the day or month; of a sum the first and the last
     * @param complete whether nothing of it is missing
     * @param recovered events that came in without an identifier and got the one that their URL proposed
     * @param behind the kept events behind the figures: those of a visit count once
     * @param spellings of an item, those with the most events first
     */
    public record Part(
            String unit,
            boolean complete,
            Amount in,
            long recovered,
            Amount kept,
            List<Drop> dropped,
            Metrics figures,
            Kinds behind,
            Conversions conversions,
            List<Country> countries,
            List<Spelling> spellings) {}
}

package dev.caravan.diagnosis;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.run.Period;
import dev.caravan.sources.Source;
import dev.caravan.usage.CallOff;
import dev.caravan.usage.Recoveries;
import dev.caravan.usage.UsageInspector;
import dev.caravan.usage.UsageLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells which identifiers the URLs of events that lost theirs propose; uses none. Safe for many threads. */
public final class Recover {

    private final UsageInspector inspector;
    private final Recoveries recoveries;

    public Recover(UsageInspector inspector, Recoveries recoveries) {
        this.inspector = inspector;
        this.recoveries = recoveries;
    }

    /** What becomes of an event, the first that fits. */
    public enum Status {
        /** It has an identifier, and its URL proposes the same item or none. */
        ALREADY_PRESENT,
        /** It has an identifier, and its URL proposes another item. */
        EXISTING_MISMATCH,
        /** It has none, and its source has no identifier_prefix. */
        MISSING_PREFIX,
        /** It has none, nor has its URL a handle. */
        UNRESOLVED_URL,
        /** It has none, and its URL has several handles, or is that of events with another item's identifier. */
        AMBIGUOUS_ACTION_MAPPING,
        /** It has none, and this is what it must have been. */
        RECONSTRUCTED
    }

    /**
     * An event.
     *
     * @param existing its identifier; null when it has none
     * @param candidate what its URL proposes; null for nothing
     */
    public record Row(
            long idlinkVa,
            @Nullable String url,
            @Nullable String existing,
            @Nullable String candidate,
            Status status) {}

    /**
     * A unit's events by what becomes of them.
     *
     * @param inUse who has asked that the unit is indexed with the proposals; null when it is not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Coverage(String unit, List<Count> counts, Recoveries.@Nullable Use inUse) {

        /** Events without an identifier. */
        public long lost() {
            return counts.stream()
                    .filter(count ->
                            count.status() != Status.ALREADY_PRESENT && count.status() != Status.EXISTING_MISMATCH)
                    .mapToLong(Count::events)
                    .sum();
        }

        /** Those of them for which there is a proposal. */
        public long reconstructed() {
            return counts.stream()
                    .filter(count -> count.status() == Status.RECONSTRUCTED)
                    .mapToLong(Count::events)
                    .sum();
        }
    }

    /** @param urls different ones */
    public record Count(Status status, long events, long urls) {}

    /** @param rows gets every event of the unit, those of a status and candidate one after the other */
    public Coverage recover(Source source, Period unit, CallOff callOff, Consumer<Row> rows) {
        List<Count> counts = inspector.proposals(source.siteId(), unit, callOff, look -> counts(look, rows));
        return new Coverage(
                unit.unit(), counts, recoveries.of(source.siteId(), unit).orElse(null));
    }

    static List<Count> counts(UsageLook look, Consumer<Row> rows) {
        look.query("recovered_rows", result -> {
            while (result.next()) {
                rows.accept(new Row(
                        result.number(0), result.text(1), result.text(2), result.text(3), status(result.text(4))));
            }
            return true;
        });
        return look.query("recovered_counts", result -> {
            List<Count> counts = new ArrayList<>();
            while (result.next()) {
                counts.add(new Count(status(result.text(0)), result.number(1), result.number(2)));
            }
            return counts;
        });
    }

    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Status status(@Nullable String text) {
        return Status.valueOf(Objects.requireNonNull(text).toUpperCase(Locale.ROOT));
    }
}

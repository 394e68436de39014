package dev.caravan.diagnosis;

import dev.caravan.engine.Sql;
import dev.caravan.run.Period;
import dev.caravan.sources.Source;
import dev.caravan.usage.CallOff;
import dev.caravan.usage.UsageInspector;
import dev.caravan.usage.UsageLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Proposes identifiers for events that lost theirs, from the handles in their URLs: the source's identifier_prefix, a
 * colon and the handle. Safe for many threads.
 */
public final class Recover {

    /** In a percent-decoded URL; the first group is the handle, whose prefix may have several numbers. */
    private static final String HANDLE =
            "(?:hdl\\.handle\\.net/|/bitstream/(?:handle/)?|/handle/)" + "([0-9]+(?:\\.[0-9]+)*/[A-Za-z0-9._-]+)";

    private final UsageInspector inspector;

    public Recover(UsageInspector inspector) {
        this.inspector = inspector;
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

    /** A unit's events by what becomes of them. */
    public record Coverage(String unit, List<Count> counts) {

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
        return inspector.inspect(source.siteId(), unit, callOff, look -> of(look, source.identifierPrefix(), rows));
    }

    static Coverage of(UsageLook look, @Nullable String identifierPrefix, Consumer<Row> rows) {
        String prefix = prefix(identifierPrefix);
        look.session().function("handle_pattern", List.of(), Sql.literal(HANDLE));
        look.session()
                .function(
                        "recovery_prefix", List.of(), prefix.isEmpty() ? "cast(null as varchar)" : Sql.literal(prefix));
        look.store("handles");
        look.store("candidates");
        look.store("recovered");
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
            return new Coverage(look.period().unit(), counts);
        });
    }

    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Status status(@Nullable String text) {
        return Status.valueOf(Objects.requireNonNull(text).toUpperCase(Locale.ROOT));
    }

    /** With {@code oai:} before it, and no colons or slashes at its end; empty without one. */
    static String prefix(@Nullable String prefix) {
        String text = prefix == null ? "" : prefix.strip().replaceFirst("[:/]+$", "");
        return text.isEmpty() || text.equals("oai") ? "" : text.startsWith("oai:") ? text : "oai:" + text;
    }
}

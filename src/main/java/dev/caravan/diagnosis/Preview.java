package dev.caravan.diagnosis;

import dev.caravan.engine.SqlSession.Rows;
import dev.caravan.run.Period;
import dev.caravan.sources.Source;
import dev.caravan.usage.CallOff;
import dev.caravan.usage.UsageInspector;
import dev.caravan.usage.UsageLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the identifier rules do to a period's identifiers before anything is indexed: to those that come as far as
 * the filter {@code identifiers}. Safe for many threads.
 */
public final class Preview {

    private final UsageInspector inspector;

    public Preview(UsageInspector inspector) {
        this.inspector = inspector;
    }

    /**
     * A raw identifier of a unit.
     *
     * @param unit the day or month
     * @param original as it is stored; empty for the events without one
     * @param replaced what it becomes; null when it is rejected
     * @param problem why it is rejected, else null
     * @param visits of its events
     * @param spellings how many raw identifiers become the same one, itself included; 0 for a rejected one
     */
    public record Row(
            String unit,
            String original,
            @Nullable String replaced,
            @Nullable String problem,
            long events,
            long visits,
            long spellings) {

        /** Whether the item's identifier is another one. */
        public boolean changed() {
            return replaced != null && !replaced.equals(original);
        }
    }

    /**
     * A unit's raw identifiers: processed = changed + unchanged + rejected.
     *
     * @param items different identifiers that come out
     * @param merged raw identifiers that are further spellings of an item: changed + unchanged − items
     * @param rejects by reason
     */
    public record Summary(
            String unit,
            long processed,
            long changed,
            long unchanged,
            long rejected,
            long items,
            long merged,
            List<Reject> rejects) {}

    /** @param identifiers raw ones; events without any have none */
    public record Reject(String reason, long identifiers, long events) {}

    /** @param rows gets every raw identifier of the unit, those of an item one after the other, rejected ones last */
    public Summary preview(Source source, Period unit, CallOff callOff, Consumer<Row> rows) {
        return inspector.inspect(source.siteId(), unit, callOff, look -> of(look, rows));
    }

    static Summary of(UsageLook look, Consumer<Row> rows) {
        look.session().function("identifiers_at", List.of(), Integer.toString(look.place("identifiers")));
        look.store("preview_rows");
        String unit = look.period().unit();
        look.query("preview", result -> {
            while (result.next()) {
                rows.accept(row(unit, result));
            }
            return true;
        });
        return summary(look);
    }

    private static Row row(String unit, Rows row) {
        return new Row(
                unit,
                Objects.requireNonNullElse(row.text(0), ""),
                row.text(1),
                row.text(2),
                row.number(3),
                row.number(4),
                row.number(5));
    }

    private static Summary summary(UsageLook look) {
        List<Reject> rejects = look.query("preview_rejects", rows -> {
            List<Reject> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new Reject(Objects.requireNonNull(rows.text(0)), rows.number(1), rows.number(2)));
            }
            return all;
        });
        return look.query("preview_counts", counts -> {
            counts.next();
            return new Summary(
                    look.period().unit(),
                    counts.number(0),
                    counts.number(1),
                    counts.number(2),
                    counts.number(3),
                    counts.number(4),
                    counts.number(5),
                    rejects);
        });
    }
}

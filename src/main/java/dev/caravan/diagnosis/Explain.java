package dev.caravan.diagnosis;

import dev.caravan.diagnosis.Explanation.Amount;
import dev.caravan.diagnosis.Explanation.Conversions;
import dev.caravan.diagnosis.Explanation.Country;
import dev.caravan.diagnosis.Explanation.Drop;
import dev.caravan.diagnosis.Explanation.Kinds;
import dev.caravan.diagnosis.Explanation.Part;
import dev.caravan.diagnosis.Explanation.Spelling;
import dev.caravan.engine.Sql;
import dev.caravan.engine.SqlSession.Rows;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Period;
import dev.caravan.sources.Source;
import dev.caravan.usage.CallOff;
import dev.caravan.usage.Metrics;
import dev.caravan.usage.UsageInspector;
import dev.caravan.usage.UsageLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Explains figures by putting the dataset through the stages once more. Safe for many threads. */
public final class Explain implements Explainer {

    /** Of an item's raw identifiers, in a month: an item with more has an odd rule. */
    private static final int MOST_SPELLINGS = 1000;

    private final UsageInspector inspector;
    private final String rulesVersion;

    public Explain(UsageInspector inspector, String rulesVersion) {
        this.inspector = inspector;
        this.rulesVersion = rulesVersion;
    }

    /** @throws PipelineException.Permanent {@code rows-do-not-add-up} */
    @Override
    public Explanation explain(Source source, @Nullable String identifier, List<Period> units, CallOff callOff) {
        List<Part> parts = new ArrayList<>();
        TreeSet<String> items = new TreeSet<>();
        for (Period unit : units) {
            parts.add(inspector.inspect(source.siteId(), unit, callOff, look -> part(look, identifier)));
        }
        Period span = units.get(0).through(units.get(units.size() - 1));
        parts.forEach(part -> part.spellings().stream()
                .map(Spelling::item)
                .filter(Objects::nonNull)
                .forEach(items::add));
        return new Explanation(
                source.siteId(),
                source.sourceId(),
                source.name(),
                source.type().name(),
                identifier,
                items,
                span.from().toString(),
                span.to().minusDays(1).toString(),
                rulesVersion,
                Sums.of(span.unit(), parts),
                parts);
    }

    static Part part(UsageLook look, @Nullable String identifier) {
        String asked = identifier == null ? "cast(null as varchar)" : Sql.literal(identifier);
        look.session().function("asked", List.of(), asked);
        look.store("explained_items");
        look.store("explained");
        List<Country> countries = look.query("explained_countries", rows -> list(rows, Explain::country));
        List<Drop> dropped = new ArrayList<>();
        Amount kept = look.query("explained_fates", rows -> fates(look, rows, dropped));
        Part part = new Part(
                look.period().unit(),
                look.complete(),
                dropped.stream()
                        .map(drop -> new Amount(drop.events(), drop.visits()))
                        .reduce(kept, Amount::plus),
                look.recovers() ? look.query("explained_recovered", Explain::number) : 0,
                kept,
                dropped,
                countries.stream().map(Country::figures).reduce(Metrics.NONE, Metrics::plus),
                look.query("explained_kinds", Explain::kinds),
                look.query("explained_conversions", Explain::conversions),
                countries,
                look.query("explained_spellings", rows -> list(rows, Explain::spelling)));
        check(look, identifier, part);
        return part;
    }

    /** @return what was kept */
    private static Amount fates(UsageLook look, Rows rows, List<Drop> dropped) {
        Amount kept = Amount.NONE;
        while (rows.next()) {
            String fate = rows.text(1);
            Amount amount = new Amount(rows.number(2), rows.number(3));
            if (fate == null) {
                kept = amount;
            } else {
                UsageLook.Reason reason = look.reason(rows.number(0), fate);
                dropped.add(new Drop(
                        Math.toIntExact(rows.number(0)),
                        reason.stage(),
                        reason.reason(),
                        reason.rule(),
                        amount.events(),
                        amount.visits()));
            }
        }
        return kept;
    }

    /** INVARIANT: what is explained is what is published: its events are those of the documents' figures. */
    private static void check(UsageLook look, @Nullable String identifier, Part part) {
        long counted = part.countries().stream().mapToLong(Country::events).sum();
        if (part.kept().events() != counted || (identifier == null && part.in().events() != look.rowsIn())) {
            throw new PipelineException.Permanent(
                    "rows-do-not-add-up",
                    look.rowsIn() + " events are stored, " + part.in().events() + " explained; "
                            + part.kept().events() + " kept, " + counted + " counted");
        }
    }

    private static long number(Rows rows) {
        rows.next();
        return rows.number(0);
    }

    private static Kinds kinds(Rows rows) {
        rows.next();
        long named = rows.number(0) + rows.number(1) + rows.number(2);
        return new Kinds(rows.number(0), rows.number(1), rows.number(2), rows.number(3) - named);
    }

    private static Conversions conversions(Rows rows) {
        rows.next();
        return new Conversions(rows.number(0), rows.number(1), rows.number(2));
    }

    private static Country country(Rows row) {
        return new Country(row.text(0), Metrics.of(row, 2), row.number(1));
    }

    private static Spelling spelling(Rows row) {
        return new Spelling(Objects.requireNonNull(row.text(0)), row.text(1), row.number(2), row.number(3));
    }

    private static <T> List<T> list(Rows rows, Function<Rows, T> row) {
        List<T> list = new ArrayList<>();
        while (rows.next() && list.size() < MOST_SPELLINGS) {
            list.add(row.apply(rows));
        }
        return list;
    }
}

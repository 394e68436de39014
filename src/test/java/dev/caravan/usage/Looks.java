package dev.caravan.usage;

import dev.caravan.run.Period;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the stages make of known rows, for tests of those who look at it; no servers. */
public final class Looks {

    private static final Period MARCH = Period.parse("2025-03");

    private final Path folder;
    private final PlainRules rules;

    private Looks(Path folder, PlainRules rules) {
        this.folder = folder;
        this.rules = rules;
    }

    /** By the rules that come with Caravan, for a repository. */
    public static Looks standard(Path folder) {
        return new Looks(folder, PlainRules.standard("R", "BR"));
    }

    /** By the original's. */
    public static Looks compatible(Path folder) {
        return new Looks(folder, PlainRules.v1("R", "BR"));
    }

    /** A golden set of the original. */
    public <T> T golden(String name, Function<UsageLook, T> look) {
        GoldenSet golden = GoldenSet.of(name);
        return new Stages(folder, rules).look(golden.events(), golden.visits(), MARCH, look);
    }

    /** The first worked example of the specification. */
    public <T> T example1(Function<UsageLook, T> look) {
        Rows example = WorkedExamples.example1();
        return new Stages(folder, rules).look(example.events, example.visits, MARCH, look);
    }

    /** A view of a visit of its own for each of these identifiers, which may be null. */
    public <T> T identifiers(List<@Nullable String> identifiers, Function<UsageLook, T> look) {
        Rows rows = new Rows();
        for (int i = 0; i < identifiers.size(); i++) {
            rows.visit(i + 1, "br").event(i + 1, identifiers.get(i), Rows.VIEW);
        }
        return new Stages(folder, rules).look(rows.events, rows.visits, MARCH, look);
    }

    /** What URLs propose to a source with a prefix: a view of a visit of its own for each identifier, or null, and URL. */
    public <T> T proposals(
            String prefix, List<List<@Nullable String>> identifiersAndUrls, Function<UsageLook, T> look) {
        Rows rows = new Rows();
        for (List<@Nullable String> row : identifiersAndUrls) {
            int visit = rows.visits.size() + 1;
            rows.visit(visit, "br").event(visit, row.get(0), Rows.VIEW, row.get(1), null);
        }
        return new Stages(folder, this.rules).prefixed(prefix).proposals(rows.events, rows.visits, MARCH, look);
    }
}

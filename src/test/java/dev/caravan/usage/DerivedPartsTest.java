package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.dataset.DerivedColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts with derived columns give what the same rows give without. */
class DerivedPartsTest {

    @TempDir
    private Path folder;

    @Test
    void eachFormGivesTheSameAsTheRowsWithoutThem() {
        RandomUsage random = RandomUsage.of(1);
        PlainRules rules = PlainRules.standard("R", "BR");
        Stages stages = new Stages(folder, rules);
        Stages.Result expected = run(random, rules, List.of(List.of()), false);

        for (List<DerivedColumn> form : forms(stages.derived())) {
            assertThat(run(random, rules, List.of(form), false))
                    .as("%s", names(form))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void allFormsInOneMonthGiveTheSameAsTheRowsWithoutThem(long seed) {
        RandomUsage random = RandomUsage.of(seed);
        boolean legacy = seed == 2;
        for (PlainRules rules : random.rules()) {
            List<List<DerivedColumn>> forms = forms(new Stages(folder, rules).derived());

            assertThat(run(random, rules, forms, legacy))
                    .as("seed %d, %s", seed, rules)
                    .isEqualTo(run(random, rules, List.of(List.of()), legacy));
        }
    }

    @Test
    void identifiersDerivedBeforeTheSourceGotAMappingOfItsOwnAreNotUsed() {
        PlainRules before = PlainRules.standard("R", "BR");
        List<DerivedColumn> derived = new Stages(folder, before).derived();
        for (long seed = 1; seed <= 3; seed++) {
            RandomUsage random = RandomUsage.of(seed);
            for (PlainRules rules : List.of(
                    before.withRegex("(www\\.)?repo\\.(br|org)", "\\1host.\\2"), before.withFile(RandomText.FILE))) {
                PlainResult expected =
                        PlainCounting.count(random.visits(), random.events(), rules, random.from(), random.to());

                Stages.Result result = run(random, rules, List.of(derived), true);

                assertThat(result.lines()).as("seed %d, %s", seed, rules).isEqualTo(expected.lines());
                assertThat(result.dropped()).as("seed %d, %s", seed, rules).isEqualTo(expected.droppedByReason());
            }
        }
    }

    /** Without this, the others would also pass if the columns were never read. */
    @Test
    void aColumnOfTheCurrentVersionIsTakenForWhatItSays() {
        GoldenSet golden = GoldenSet.of("R");
        PlainRules rules = PlainRules.standard("R", "BR");
        RandomUsage usage =
                new RandomUsage(golden.visits(), golden.events(), GoldenSet.FROM, GoldenSet.TO, List.of(rules));
        List<DerivedColumn> wrong = new Stages(folder, rules)
                .derived().stream()
                        .map(column -> with(column, column.version(), raw -> raw == null ? null : wrong(column)))
                        .toList();

        Stages.Result assets = run(usage, rules, List.of(wrong.subList(0, 1)), false);
        Stages.Result identifiers = run(usage, rules, List.of(wrong.subList(1, 2)), false);

        assertThat(assets.lines()).isEmpty();
        assertThat(assets.dropped()).containsKey("asset");
        assertThat(identifiers.lines().lines()).singleElement().asString().contains("garbage");
    }

    private Stages.Result run(RandomUsage usage, PlainRules rules, List<List<DerivedColumn>> forms, boolean legacy) {
        return new Stages(folder, rules).run(parts(usage, rules, forms, legacy), usage.from(), usage.to());
    }

    /** Current, of another version and wrong, one of each, none; and of another version and another type. */
    private static List<List<DerivedColumn>> forms(List<DerivedColumn> current) {
        List<DerivedColumn> old = current.stream()
                .map(column -> with(column, "0000aaaa", raw -> wrong(column)))
                .toList();
        List<List<DerivedColumn>> forms = new ArrayList<>(List.of(current, old, List.of()));
        for (int i = 0; i < current.size(); i++) {
            List<DerivedColumn> one = new ArrayList<>(old);
            one.set(i, current.get(i));
            forms.add(one);
            forms.add(List.of(current.get(i)));
        }
        forms.add(current.stream()
                .map(column -> new DerivedColumn(
                        column.name(), DerivedColumn.Type.TEXT, column.raw(), "0000bbbb", raw -> "garbage"))
                .toList());
        return forms;
    }

    private static DerivedColumn with(
            DerivedColumn column, String version, Function<@Nullable String, @Nullable Object> rule) {
        return new DerivedColumn(column.name(), column.type(), column.raw(), version, rule);
    }

    private static Object wrong(DerivedColumn column) {
        return column.type() == DerivedColumn.Type.BOOLEAN ? (Object) true : "garbage";
    }

    private static List<String> names(List<DerivedColumn> form) {
        return form.stream()
                .map(column -> column.name() + " " + column.version())
                .toList();
    }

    /** The events in as many parts as there are forms, each row in one of them. */
    private Fetched parts(RandomUsage usage, PlainRules rules, List<List<DerivedColumn>> forms, boolean legacy) {
        PartFile plain = PartFile.of(new Stages(folder, rules).identifierColumn());
        List<Path> files = new ArrayList<>();
        Map<Path, Map<String, String>> versions = new HashMap<>();
        for (int form = 0; form < forms.size(); form++) {
            List<PlainEvent> events = new ArrayList<>();
            for (int i = form; i < usage.events().size(); i += forms.size()) {
                events.add(usage.events().get(i));
            }
            Path file = folder.resolve("events-" + form + ".parquet");
            plain.with(forms.get(form)).events(file, events);
            files.add(file);
            versions.put(
                    file,
                    forms.get(form).stream().collect(Collectors.toMap(DerivedColumn::name, DerivedColumn::version)));
        }
        plain.visits(folder.resolve("visits.parquet"), usage.visits());
        return new Fetched(files, List.of(folder.resolve("visits.parquet")), versions, legacy, true, "");
    }
}

package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StagesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("examples")
    void countsTheWorkedExamples(WorkedExample example) {
        Stages.Result result = new Stages(folder, example.rules())
                .run(example.events(), example.visits(), example.from(), example.to());

        assertThat(result.lines()).isEqualTo(example.expectedLines());
    }

    static Stream<WorkedExample> examples() {
        return WorkedExamples.all().stream();
    }

    @ParameterizedTest
    @CsvSource({"R, false", "R, true", "R-clean, false", "R-clean, true"})
    void givesTheFiguresOfTheGoldenSets(String name, boolean mapFirst) {
        GoldenSet golden = GoldenSet.of(name);

        Stages.Result result = new Stages(folder, PlainRules.v1("R", "BR").withMapFirst(mapFirst))
                .run(golden.events(), golden.visits(), GoldenSet.FROM, GoldenSet.TO);

        assertThat(result.lines()).isEqualTo(mapFirst ? golden.expectedMapFirst() : golden.expectedV1());
    }

    @ParameterizedTest
    @CsvSource({"R", "R-clean"})
    void differsFromTheGoldenSetsByDefaultOnlyWhereASwitchSaysSo(String name) {
        GoldenSet golden = GoldenSet.of(name);
        PlainResult expected = PlainCounting.count(
                golden.visits(), golden.events(), PlainRules.standard("R", "BR"), GoldenSet.FROM, GoldenSet.TO);

        Stages.Result result = new Stages(folder, PlainRules.standard("R", "BR"))
                .run(golden.events(), golden.visits(), GoldenSet.FROM, GoldenSet.TO);

        assertThat(result.lines()).isEqualTo(expected.lines());
        assertThat(result.counter()).isEqualTo(expected.counter());
        assertThat(result.dropped()).isEqualTo(expected.droppedByReason());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithThePlainCountingOnRandomData(long seed) {
        RandomUsage random = RandomUsage.of(seed);
        for (PlainRules rules : random.rules()) {
            PlainResult expected =
                    PlainCounting.count(random.visits(), random.events(), rules, random.from(), random.to());

            Stages.Result result =
                    new Stages(folder, rules).run(random.events(), random.visits(), random.from(), random.to());

            assertThat(result.lines()).as("seed %d, %s", seed, rules).isEqualTo(expected.lines());
            assertThat(result.counter()).as("seed %d, %s", seed, rules).isEqualTo(expected.counter());
            assertThat(result.dropped()).as("seed %d, %s", seed, rules).isEqualTo(expected.droppedByReason());
            assertThat(result.counts().get("events.kept")).isEqualTo(expected.eventsKept());
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    @Test
    void findsNothingInNothing() {
        Stages.Result result = new Stages(folder, PlainRules.standard("R", "BR"))
                .run(List.of(), List.of(), false, GoldenSet.FROM, GoldenSet.TO);

        assertThat(result.lines()).isEmpty();
        assertThat(result.counts()).containsEntry("events.in", 0L).containsEntry("events.kept", 0L);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void readsWhateverFormTheFilesHave(PartFile form) {
        GoldenSet golden = GoldenSet.of("R");
        form.events(folder.resolve("events.parquet"), golden.events());
        form.visits(folder.resolve("visits.parquet"), golden.visits());

        Stages.Result result = new Stages(folder, PlainRules.v1("R", "BR"))
                .run(
                        List.of(folder.resolve("events.parquet")),
                        List.of(folder.resolve("visits.parquet")),
                        true,
                        GoldenSet.FROM,
                        GoldenSet.TO);

        assertThat(result.lines()).isEqualTo(golden.expectedV1());
    }

    static Stream<PartFile> forms() {
        PartFile form = PartFile.of("custom_var_v1");
        return Stream.of(
                form.with(PartFile.Time.INT96),
                form.with(PartFile.Time.MILLIS),
                form.with(PartFile.Time.MICROS),
                form.with(PartFile.Time.NANOS),
                form.withDoubles("idlink_va", "idvisit", "action_type", "visit_total_actions"),
                form.without("custom_var_v2"));
    }

    @Test
    void readsFilesOfTenThousandRowsInDifferentFormsTogether() {
        GoldenSet golden = GoldenSet.of("R");
        List<PlainEvent> events = new ArrayList<>();
        List<PlainVisit> visits = new ArrayList<>();
        for (int copy = 0; copy < 15; copy++) {
            long shift = copy * 100_000L;
            golden.events().forEach(event -> events.add(shifted(event, shift)));
            golden.visits().forEach(visit -> visits.add(shifted(visit, shift)));
        }
        List<Path> files = new ArrayList<>();
        List<PartFile> forms = forms().toList();
        for (int from = 0; from < events.size(); from += 10_000) {
            files.add(folder.resolve("events-" + from + ".parquet"));
            forms.get(files.size()).events(files.get(files.size() - 1), events.subList(from, from + 10_000));
        }
        PartFile.of("custom_var_v1").visits(folder.resolve("visits.parquet"), visits);
        PlainRules rules = PlainRules.standard("R", "BR");

        Stages.Result result = new Stages(folder, rules)
                .run(files, List.of(folder.resolve("visits.parquet")), true, GoldenSet.FROM, GoldenSet.TO);

        assertThat(result.lines())
                .isEqualTo(PlainCounting.count(visits, events, rules, GoldenSet.FROM, GoldenSet.TO)
                        .lines());
    }

    private static PlainEvent shifted(PlainEvent event, long shift) {
        return new PlainEvent(
                event.idlinkVa() + shift,
                event.idvisit() + shift,
                event.serverTime(),
                event.identifier(),
                event.actionType(),
                event.url(),
                event.customVar2());
    }

    private static PlainVisit shifted(PlainVisit visit, long shift) {
        return new PlainVisit(
                visit.idvisit() + shift, visit.first(), visit.last(), visit.totalActions(), visit.country());
    }

    @Test
    void refusesPartsOfWhichNoneHasTheIdentifiersColumn() {
        GoldenSet golden = GoldenSet.of("R");
        PartFile.of("custom_var_v1").without("custom_var_v1").events(folder.resolve("events.parquet"), golden.events());

        assertThatThrownBy(() -> new Stages(folder, PlainRules.standard("R", "BR"))
                        .run(List.of(folder.resolve("events.parquet")), List.of(), true, GoldenSet.FROM, GoldenSet.TO))
                .hasMessageContaining("dataset-column-missing")
                .hasMessageContaining("custom_var_v1");
    }
}

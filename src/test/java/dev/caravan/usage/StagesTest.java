package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
            assertThat(result.dropped()).as("seed %d, %s", seed, rules).isEqualTo(expected.droppedByReason());
            assertThat(result.counts().get("events.kept")).isEqualTo(expected.eventsKept());
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    @Test
    void findsNothingInNothing() {
        Stages.Result result = new Stages(folder, PlainRules.standard("R", "BR"))
                .run(List.of(), List.of(), false, GoldenSet.FROM, GoldenSet.TO);

        assertThat(result.lines()).isEmpty();
        assertThat(result.counts()).containsEntry("events.in", 0L).containsEntry("events.kept", 0L);
    }
}

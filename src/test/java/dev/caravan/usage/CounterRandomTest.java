package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COUNTER's figures against {@link PlainCounter} where clicks are dense: few visits, URLs and items, around midnight. */
class CounterRandomTest {

    private static final Instant MIDNIGHT = Instant.parse("2025-03-16T00:00:00Z");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesWithThePlainCounting(long seed) {
        Random random = new Random(seed);
        Rows rows = new Rows();
        for (long visit = 1; visit <= 6; visit++) {
            rows.visit(visit, random.nextBoolean() ? "br" : null);
        }
        List<String> identifiers =
                List.of("oai:repo.br:1", "oai:https://repo.br/server:1", "oai:repo.br/rest:1", "oai:repo.br:2");
        for (int i = 0; i < 300; i++) {
            String time =
                    MIDNIGHT.plusSeconds(random.nextInt(400) - 200).toString().replace("Z", "");
            rows.event(
                    1 + random.nextInt(6),
                    time,
                    identifiers.get(random.nextInt(4)),
                    List.of(1, 2, 3, 10).get(random.nextInt(4)),
                    "https://repo.br/" + random.nextInt(3),
                    null);
        }
        for (PlainRules rules : List.of(PlainRules.standard("R", "BR"), PlainRules.v1("R", "BR"))) {
            PlainResult expected = PlainCounting.count(rows.visits, rows.events, rules, GoldenSet.FROM, GoldenSet.TO);

            Stages.Result result =
                    new Stages(folder, rules).run(rows.events, rows.visits, GoldenSet.FROM, GoldenSet.TO);

            assertThat(result.counter()).as("%s", rules).isEqualTo(expected.counter());
            assertThat(result.lines()).isEqualTo(expected.lines());
        }
    }
}

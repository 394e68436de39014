package dev.caravan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.diagnosis.Preview.Reject;
import dev.caravan.diagnosis.Preview.Row;
import dev.caravan.diagnosis.Preview.Summary;
import dev.caravan.usage.Looks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {

    @TempDir
    private Path folder;

    @Test
    void showsWhatIsMappedMergedAndRejected() {
        List<Row> rows = new ArrayList<>();

        Summary summary = Looks.standard(folder)
                .identifiers(
                        Arrays.asList(
                                "oai:repo.br:1/10",
                                "oai:https://repo.br/server:1/10",
                                "oai:https://repo.br/server:1/10",
                                "oai:repo.br/rest:1/11",
                                "oai:repo.br:1/\t12",
                                " ",
                                null,
                                null),
                        look -> Preview.of(look, rows::add));

        assertThat(rows)
                .extracting(Row::original, Row::replaced, Row::changed, Row::problem, Row::events, Row::spellings)
                .containsExactly(
                        tuple("oai:repo.br:1/\t12", "oai:repo.br:1/\t12", false, null, 1L, 1L),
                        tuple("oai:https://repo.br/server:1/10", "oai:repo.br:1/10", true, null, 2L, 2L),
                        tuple("oai:repo.br:1/10", "oai:repo.br:1/10", false, null, 1L, 2L),
                        tuple("oai:repo.br/rest:1/11", "oai:repo.br:1/11", true, null, 1L, 1L),
                        tuple(" ", null, false, "blank-identifier", 1L, 0L),
                        tuple("", null, false, "no-identifier", 2L, 0L));
        assertThat(summary)
                .isEqualTo(new Summary(
                        "2025-03",
                        5,
                        2,
                        2,
                        1,
                        3,
                        1,
                        List.of(new Reject("blank-identifier", 1, 1), new Reject("no-identifier", 0, 2))));
    }

    @Test
    void accountsForEveryIdentifierOfTheGoldenSet() {
        List<Row> rows = new ArrayList<>();

        Summary summary = Looks.standard(folder).golden("R", look -> Preview.of(look, rows::add));

        assertThat(summary.changed() + summary.unchanged() + summary.rejected()).isEqualTo(summary.processed());
        assertThat(summary.changed() + summary.unchanged() - summary.merged()).isEqualTo(summary.items());
        assertThat(rows.stream().filter(Row::changed)).hasSize((int) summary.changed());
        assertThat(rows.stream()
                        .map(Row::replaced)
                        .filter(replaced -> replaced != null)
                        .distinct())
                .hasSize((int) summary.items());
    }
}

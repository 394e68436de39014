package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.usage.Stages.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Recovered identifiers are those of the events' URLs, where nothing speaks against them")
class RecoveryTest {

    private static final String FROM = "2025-03-01T00:00:00";
    private static final String TO = "2025-04-01T00:00:00";

    @TempDir
    private Path folder;

    private final Rows rows = new Rows();

    private void view(@Nullable String identifier, String url) {
        int visit = rows.visits.size() + 1;
        rows.visit(visit, "br").event(visit, identifier, Rows.VIEW, url, null);
    }

    private Result run(Stages stages) {
        return stages.run(rows.events, rows.visits, Rows.at(FROM), Rows.at(TO));
    }

    @Test
    void countsTheEventAsIfItHadHadItsIdentifier() {
        view("oai:repo.br:1/10", "repo.br/handle/1/10");
        view(null, "repo.br/handle/1/10");
        view("", "repo.br/bitstream/1/11/a.pdf");
        Stages stages = new Stages(folder, PlainRules.standard("R", "BR")).prefixed("repo.br");

        Result before = run(stages);
        Result after = run(stages.recovering());

        assertThat(before.lines()).contains("oai:repo.br:1/10").doesNotContain("1/11");
        assertThat(before.dropped()).containsOnly(Map.entry("no-identifier", 1L), Map.entry("blank-identifier", 1L));
        assertThat(before.counts()).doesNotContainKey("events.recovered");
        assertThat(after.dropped()).isEmpty();
        assertThat(after.counts()).containsEntry("events.recovered", 2L).containsEntry("events.kept", 3L);
        Rows whole = new Rows();
        for (String id : List.of("1/10", "1/10", "1/11")) {
            int visit = whole.visits.size() + 1;
            whole.visit(visit, "br").event(visit, "oai:repo.br:" + id, Rows.VIEW, "repo.br/handle/" + id, null);
        }
        assertThat(after.lines())
                .isEqualTo(new Stages(folder, PlainRules.standard("R", "BR"))
                        .run(whole.events, whole.visits, Rows.at(FROM), Rows.at(TO))
                        .lines());
    }

    @Test
    void leavesWhatIsThereAndWhatIsDoubtful() {
        view("oai:repo.br:1/99", "repo.br/handle/1/12");
        view(null, "repo.br/handle/1/12");
        view(null, "repo.br/about");
        view(null, "repo.br/handle/1/10?next=%2Fhandle%2F1%2F11");
        Stages stages = new Stages(folder, PlainRules.standard("R", "BR")).prefixed("repo.br");

        assertThat(run(stages.recovering()).lines()).isEqualTo(run(stages).lines());
        assertThat(run(stages.recovering()).counts()).containsEntry("events.recovered", 0L);
    }

    @Test
    void countsARowThatIsStoredTwiceOnce() {
        view(null, "repo.br/handle/1/10");
        rows.twice();

        Result result = run(new Stages(folder, PlainRules.standard("R", "BR"))
                .prefixed("repo.br")
                .recovering());

        assertThat(result.counts()).containsEntry("events.recovered", 1L).containsEntry("events.kept", 1L);
        assertThat(result.dropped()).containsOnly(Map.entry("duplicate", 1L));
    }

    @Test
    void changesNothingForASourceWithoutAPrefix() {
        view(null, "repo.br/handle/1/10");

        Result result = run(new Stages(folder, PlainRules.standard("R", "BR")).recovering());

        assertThat(result.counts()).containsEntry("events.recovered", 0L).containsEntry("events.kept", 0L);
    }

    @ParameterizedTest
    @CsvSource({"standard, 1", "v1, 1", "pattern, 2", "file, 2"})
    void mapsThemByTheRulesOfTheSource(String kind, String local) {
        view("oai:old.br:1/10", "repo.br/handle/1/10");
        view(null, "repo.br/handle/1/10");
        PlainRules rules =
                switch (kind) {
                    case "v1" -> PlainRules.v1("R", "BR");
                    case "pattern" -> PlainRules.standard("R", "BR").withRegex("^oai:old\\.br:1/", "oai:new.br:2/");
                    case "file" ->
                        PlainRules.standard("R", "BR").withFile(Map.of("oai:old.br:1/10", "oai:new.br:2/10"));
                    default -> PlainRules.standard("R", "BR");
                };

        Result result = run(new Stages(folder, rules).prefixed("old.br").recovering());

        assertThat(result.counts()).containsEntry("events.recovered", 1L);
        assertThat(result.lines().lines())
                .singleElement()
                .asString()
                .contains(":" + local + "/10")
                .contains("2");
    }
}

package dev.caravan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.diagnosis.Recover.Count;
import dev.caravan.diagnosis.Recover.Coverage;
import dev.caravan.diagnosis.Recover.Row;
import dev.caravan.diagnosis.Recover.Status;
import dev.caravan.diagnosis.RecoveryFiles.Target;
import dev.caravan.usage.Looks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoverTest {

    private static final Target TARGET = new Target(48, "matomo_log_link_visit_action", "custom_var_v1");

    @TempDir
    private Path folder;

    private static List<@Nullable String> event(@Nullable String identifier, String url) {
        return Arrays.asList(identifier, url);
    }

    @Test
    void givesEveryEventTheFirstStatusThatFits() {
        List<String> found = statuses(
                "repo.br",
                event("oai:repo.br:1/10", "repo.br/handle/1/10"),
                event("oai:https://repo.br/server:1/10", "repo.br/handle/1/10?x=1"),
                event("oai:repo.br:1/10", "repo.br/about"),
                event("oai:repo.br:1/99", "repo.br/handle/1/12"),
                event(null, "repo.br/handle/1/12"),
                event("", "repo.br/handle/1/11"),
                event(null, "repo.br/about"),
                event(null, "repo.br/handle/1/10?next=%2Fhandle%2F1%2F11"));

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "already_present oai:repo.br:1/10",
                        "already_present oai:repo.br:1/10",
                        "already_present null",
                        "existing_mismatch oai:repo.br:1/12",
                        "ambiguous_action_mapping oai:repo.br:1/12",
                        "reconstructed oai:repo.br:1/11",
                        "unresolved_url null",
                        "ambiguous_action_mapping oai:repo.br:1/10");
    }

    @Test
    void findsTheHandleInTheDecodedUrl() {
        Map<String, String> handles = new TreeMap<>(Map.of(
                "repo.br/handle/1/10", "1/10",
                "https://repo.br/bitstream/1/11/3/a.pdf", "1/11",
                "https://repo.br/bitstream/handle/1/12/a.pdf?sequence=1", "1/12",
                "https://repo.br/bitstream%2Fhandle%2F1%2F13%2Fa.pdf", "1/13",
                "http://hdl.handle.net/20.500.12614/3703", "20.500.12614/3703",
                "repo.br/jspui/handle/10261/abc_d-e.1", "10261/abc_d-e.1",
                "repo.br/handle/1/14 and 100%", "1/14",
                "repo.br/handle/1/15?q=%ff%fe%00", "1/15"));

        List<List<@Nullable String>> events =
                handles.keySet().stream().map(url -> event(null, url)).collect(Collectors.toList());
        events.add(event(null, "repo.br/items/1/10"));
        events.add(event(null, "repo.br/handle/x/10"));

        assertThat(statuses("oai:repo.br:", events))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                handles.values().stream().map(handle -> "reconstructed oai:repo.br:" + handle),
                                Stream.of("unresolved_url null", "unresolved_url null"))
                        .toList());
    }

    @Test
    void proposesNothingWithoutAPrefix() {
        assertThat(statuses("oai:", event(null, "repo.br/handle/1/10"), event("x", "repo.br/handle/1/10")))
                .containsExactlyInAnyOrder("missing_prefix null", "already_present null");
    }

    @Test
    void tellsHowManyCanGetOne() {
        List<Count> counts = Looks.standard(folder)
                .proposals(
                        "repo.br",
                        List.of(
                                event(null, "repo.br/handle/1/10"),
                                event(null, "repo.br/handle/1/10"),
                                event(null, "repo.br/about"),
                                event("oai:repo.br:1/10", "repo.br/handle/1/10")),
                        look -> Recover.counts(look, row -> {}));
        Coverage coverage = new Coverage("2025-03", counts, null);

        assertThat(coverage.lost()).isEqualTo(3);
        assertThat(coverage.reconstructed()).isEqualTo(2);
    }

    @Test
    void writesUpdatesThatTouchNothingThatIsThere() throws Exception {
        try (RecoveryFiles files = new RecoveryFiles(folder.resolve("out"), TARGET)) {
            files.add("2025-03", new Row(7, "repo.br/a,\"b\"", "oai:x:1", null, Status.ALREADY_PRESENT));
            LongStream.rangeClosed(1, 501)
                    .forEach(id ->
                            files.add("2025-03", new Row(id, "u", null, "oai:repo.br:1/10", Status.RECONSTRUCTED)));
            files.add("2025-03", new Row(600, "u", null, "oai:repo.br:1/11", Status.RECONSTRUCTED));
            files.add("2025-03", new Row(601, "u", null, null, Status.UNRESOLVED_URL));
        }

        List<String> updates = Files.readAllLines(folder.resolve("out/updates.sql")).stream()
                .filter(line -> !line.startsWith("--"))
                .toList();
        assertThat(updates).hasSize(3);
        assertThat(updates.get(0)).endsWith(", 500);");
        assertThat(updates.get(2))
                .isEqualTo(
                        "update `matomo_log_link_visit_action` set `custom_var_v1` = 'oai:repo.br:1/11' where idsite = 48"
                                + " and (`custom_var_v1` is null or `custom_var_v1` = '') and idlink_va in (600);");
        assertThat(Files.readAllLines(folder.resolve("out/audit.csv")))
                .hasSize(505)
                .contains("48,2025-03,7,\"repo.br/a,\"\"b\"\"\",oai:x:1,,already_present");
        assertThat(Files.readAllLines(folder.resolve("out/unresolved.csv"))).hasSize(2);
    }

    @Test
    void aTextThatADatabaseCouldMisreadIsWrittenInDigits() {
        assertThat(RecoveryFiles.statement(TARGET, "oai:x\\'; drop table a; --:1/1", List.of(1L)))
                .contains(
                        "= convert(x'6f61693a785c273b2064726f70207461626c6520613b202d2d3a312f31' using utf8mb4) where");
    }

    @SafeVarargs
    private List<String> statuses(String prefix, List<@Nullable String>... events) {
        return statuses(prefix, List.of(events));
    }

    private List<String> statuses(String prefix, List<List<@Nullable String>> events) {
        List<String> found = new ArrayList<>();
        Looks.standard(folder)
                .proposals(
                        prefix,
                        events,
                        look -> Recover.counts(
                                look, row -> found.add(Recover.word(row.status()) + " " + row.candidate())));
        return found;
    }
}

package dev.caravan.usage;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** COUNTER's processing rules, by the vectors that speak of what Matomo's rows hold. */
class CounterVectorsTest {

    /** Why a vector is none for visits and actions of Matomo. */
    private static final Map<String, String> NOT_OURS = Map.ofEntries(
            entry("session-hour-slice", "a visit is a logged session, whose key has no hour (§7.3)"),
            entry("book-12-chapters", "Matomo's rows name no titles"),
            entry("book-whole-known-segments", "Matomo's rows name no titles"),
            entry("book-whole-unknown-segments", "Matomo's rows name no titles"),
            entry("unique-title-only-books", "Matomo's rows name no titles"),
            entry("no-license-redirect-to-abstract", "Matomo's rows hold no denials"),
            entry("status", "Matomo's rows hold no HTTP status"),
            entry("robot-ua", "the dataset holds no user agents"),
            entry("audit-E.4-opt1", "Matomo's rows hold no searches of databases"),
            entry("discovery-20-dbs", "Matomo's rows hold no searches of databases"));

    private static final Instant NOON = Instant.parse("2025-03-15T12:00:00Z");

    @TempDir
    private Path folder;

    private Stages stages() {
        return new Stages(folder, PlainRules.standard("R", "BR"));
    }

    static Stream<String> clicks() {
        return vectors().values().stream()
                .filter(vector -> vector.has("events"))
                .map(vector -> vector.path("id").asText())
                .filter(id -> !NOT_OURS.containsKey(id));
    }

    @ParameterizedTest
    @MethodSource("clicks")
    void givesTheFiguresOfTheVector(String id) {
        JsonNode vector = Objects.requireNonNull(vectors().get(id));
        Rows rows = new Rows();
        Map<String, Long> visitOf = new LinkedHashMap<>();
        for (JsonNode event : vector.path("events")) {
            String user = event.path(4).asText("one");
            long visit = visitOf.computeIfAbsent(user, one -> visitOf.size() + 1L);
            click(
                    rows,
                    visit,
                    time(event.path(0).asText()),
                    event.path(1).asText(),
                    event.path(2).asText(),
                    event.path(3).asText());
        }
        visitOf.values().forEach(visit -> rows.visit(visit, "br"));

        isCounted(vector.path("expect"), rows);
    }

    private static void click(Rows rows, long visit, Instant time, String kind, String path, String item) {
        int type = kind.equals("R") ? Rows.DOWNLOAD : Rows.VIEW;
        rows.event(visit, text(time), "oai:repo.br:" + item, type, "repo.br" + path, null);
    }

    private void isCounted(JsonNode expected, Rows rows) {
        Stages.Result result = stages().run(rows.events, rows.visits, GoldenSet.FROM, GoldenSet.TO);

        long[] sums = new long[4];
        result.counter().lines().map(line -> line.split(" ")).forEach(line -> {
            for (int i = 0; i < 4; i++) {
                sums[i] += Long.parseLong(line[line.length - 4 + i]);
            }
        });
        Map<String, Long> figures = Map.of("TII", sums[0], "UII", sums[1], "TIR", sums[2], "UIR", sums[3]);
        assertThat(expected.fieldNames()).toIterable().containsAnyOf("TII", "TIR");
        expected.fields().forEachRemaining(figure -> {
            if (figure.getKey().equals("kept_at")) {
                assertThat(keptAt(rows)).containsExactlyElementsOf(times(figure.getValue()));
            } else {
                assertThat(figures)
                        .containsEntry(figure.getKey(), figure.getValue().asLong());
            }
        });
    }

    private List<Instant> keptAt(Rows rows) {
        Set<Long> left = stages().clicks(rows.events, rows.visits, GoldenSet.FROM, GoldenSet.TO);
        return rows.events.stream()
                .filter(event -> left.contains(event.idlinkVa()))
                .map(PlainEvent::serverTime)
                .toList();
    }

    private static List<Instant> times(JsonNode texts) {
        List<Instant> times = new ArrayList<>();
        texts.forEach(text -> times.add(time(text.asText())));
        return times;
    }

    /** @param text of the clock, on the next day after {@code +1d} */
    private static Instant time(String text) {
        Duration days = Duration.ofDays(text.startsWith("+1d ") ? 1 : 0);
        return Instant.parse("2025-03-15T" + text.replace("+1d ", "") + "Z").plus(days);
    }

    private static String text(Instant time) {
        return time.toString().replace("Z", "");
    }

    /** COUNTER's audit, E.2.3: pairs of clicks 29 s apart, and as many 31 s apart, each on an item of its own. */
    @Test
    void passesTheAuditOfDoubleClicks() {
        JsonNode audit = Objects.requireNonNull(vectors().get("audit-E.2.3"));
        Rows rows = new Rows().visit(1, "br");
        int inside = audit.path("inside").asInt();
        int pairs = inside + audit.path("outside").asInt();
        for (int pair = 0; pair < pairs; pair++) {
            Instant first = NOON.plusSeconds(pair * 100L);
            String path = "/" + pair + ".pdf";
            click(rows, 1, first, "R", path, "item-" + pair);
            click(rows, 1, first.plusSeconds(pair < inside ? 29 : 31), "R", path, "item-" + pair);
        }

        isCounted(audit.path("expect"), rows);
    }

    @Test
    void everyVectorIsTriedOrHasAReasonNotToBe() {
        Set<String> all = new LinkedHashSet<>(clicks().toList());
        all.addAll(NOT_OURS.keySet());
        all.add("audit-E.2.3");

        assertThat(vectors().keySet()).containsExactlyInAnyOrderElementsOf(all);
    }

    private static Map<String, JsonNode> vectors() {
        try (InputStream file =
                CounterVectorsTest.class.getResourceAsStream("/cases/counter/r51_processing_vectors.json")) {
            Map<String, JsonNode> vectors = new LinkedHashMap<>();
            new ObjectMapper()
                    .readTree(file)
                    .path("vectors")
                    .forEach(vector -> vectors.put(vector.path("id").asText(), vector));
            return vectors;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.caravan.usage;

import static dev.caravan.usage.Rows.DOWNLOAD;
import static dev.caravan.usage.Rows.OUTLINK;
import static dev.caravan.usage.Rows.VIEW;
import static dev.caravan.usage.Rows.item;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCountingTest {

    private static final PlainRules V1 = PlainRules.v1("R", "BR");
    private static final PlainRules STANDARD = PlainRules.standard("R", "BR");

    static Stream<WorkedExample> examples() {
        return WorkedExamples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void countsTheWorkedExamples(WorkedExample example) {
        PlainResult result =
                PlainCounting.count(example.visits(), example.events(), example.rules(), example.from(), example.to());

        assertThat(result.lines()).isEqualTo(example.expectedLines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"R", "R-clean"})
    void givesTheGoldenFiguresByteForByte(String name) {
        GoldenSet golden = GoldenSet.of(name);

        assertThat(count(golden, V1)).isEqualTo(golden.expectedV1());
        assertThat(count(golden, V1.withMapFirst(true))).isEqualTo(golden.expectedMapFirst());
    }

    private static String count(GoldenSet golden, PlainRules rules) {
        return PlainCounting.count(golden.visits(), golden.events(), rules, GoldenSet.FROM, GoldenSet.TO)
                .lines();
    }

    @Test
    void namesTheReasonOfEveryDroppedEvent() {
        Rows rows = WorkedExamples.example1();

        PlainResult original = march(rows, V1);
        PlainResult standard = march(rows, STANDARD);

        assertThat(original.droppedByReason())
                .isEqualTo(Map.of("robot", 2L, "no-visit", 1L, "asset", 1L, "no-identifier", 1L));
        assertThat(original.eventsIn()).isEqualTo(16);
        assertThat(original.eventsKept()).isEqualTo(11);
        assertThat(standard.droppedByReason())
                .isEqualTo(
                        Map.of("robot", 2L, "no-visit", 1L, "asset", 3L, "no-identifier", 1L, "blank-identifier", 1L));
        assertThat(standard.eventsKept()).isEqualTo(8);
    }

    @Test
    void countsARepeatedExtractionAsDuplicates() {
        assertThat(march(WorkedExamples.example1().twice(), V1).droppedByReason())
                .containsEntry("duplicate", 16L);
    }

    @Test
    void givesAnEventItsFirstReason() {
        Rows rows = new Rows()
                .visit(1, "2025-03-31T23:00:00", "2025-04-01T00:00:00", 500L, "br")
                .visit(2, "br")
                .event(99, "2025-04-01T00:00:00", null, VIEW, "x/a.pdf.jpg", null)
                .event(99, "2025-02-28T23:59:59", null, VIEW, "x/a.pdf.jpg", null)
                .event(99, "2025-03-31T23:59:59", null, VIEW, "x/a.pdf.jpg", null)
                .event(1, "2025-03-01T00:00:00", null, VIEW, "x/a.pdf.jpg", null)
                .event(2, null, VIEW, "x/a.pdf.jpg", null)
                .event(2, null, VIEW)
                .event(2, " \t", VIEW);
        rows.events.add(new PlainEvent(100, 2, WorkedExamples.MARCH, null, VIEW, null, null));
        rows.events.add(rows.events.get(0));
        rows.events.add(rows.events.get(2));

        assertThat(march(rows, STANDARD).droppedByReason())
                .isEqualTo(Map.of(
                        "other-period",
                        3L,
                        "no-visit",
                        1L,
                        "duplicate",
                        1L,
                        "robot",
                        1L,
                        "asset",
                        1L,
                        "no-identifier",
                        1L,
                        "blank-identifier",
                        1L,
                        "no-url",
                        1L));
    }

    @Test
    void keepsAVisitsEventsOnBothSidesOfMidnight() {
        Rows rows = WorkedExamples.example5();

        assertThat(day(rows, "2025-03-01")).isEqualTo("1/0/1/1");
        assertThat(day(rows, "2025-03-15")).isEqualTo("1/0/0/0");
        assertThat(day(rows, "2025-03-16")).isEqualTo("0/0/1/0");
        assertThat(day(rows, "2025-03-31")).isEqualTo("1/0/0/0");
        assertThat(day(rows, "2025-04-01")).isEqualTo("0/0/1/0");
    }

    private static String day(Rows rows, String day) {
        Instant from = Instant.parse(day + "T00:00:00Z");
        PlainItem item = PlainCounting.count(rows.visits, rows.events, STANDARD, from, from.plusSeconds(86_400))
                .items()
                .get("oai:repo.br:1/10");
        return item.views() + "/" + item.outlinks() + "/" + item.downloads() + "/" + item.conversions();
    }

    @Test
    void takesTheLatestRowOfAVisit() {
        Rows rows = new Rows()
                .visit(1, "2025-03-15T12:00:00", "2025-03-15T12:05:00", 5L, "ar")
                .visit(1, "2025-03-15T12:00:00", "2025-03-15T12:09:00", null, "cl")
                .visit(1, "2025-03-15T12:00:00", "2025-03-15T12:09:00", 6L, "br")
                .event(1, "x", VIEW);
        rows.visits.add(new PlainVisit(1, null, null, 7L, "es"));

        assertThat(march(rows, STANDARD).items().values()).containsExactly(item("x", "BR", "1/0/0/0", "br 1/0/0/0"));
    }

    @Test
    void keepsItemsAndVisitorCountriesWithoutAnyMetric() {
        Rows rows = new Rows().visit(1, "br").visit(2, null).event(1, "x", 8).event(2, "x", 4);

        assertThat(march(rows, STANDARD).items().values())
                .containsExactly(item("x", "BR", "0/0/0/0", "br 0/0/0/0", "xx 0/0/0/0"));
        assertThat(march(rows, V1).items().values())
                .containsExactly(item("x", "BR", "0/0/0/0", "null 0/0/0/0", "br 0/0/0/0"));
    }

    @Test
    void countsASpellingTwiceOnlyWhenItMapsAfterwards() {
        Rows rows = new Rows()
                .visit(1, "br")
                .event(1, "oai:repo.br:1", VIEW)
                .event(1, "oai:repo.br/rest:1", VIEW)
                .event(1, "oai:repo.br/rest:1", OUTLINK)
                .event(1, "oai:repo.br:1", DOWNLOAD);

        assertThat(march(rows, STANDARD).lines())
                .contains("\"views\":1,\"outlinks\":1,\"downloads\":1,\"conversions\":1");
        assertThat(march(rows, V1).lines()).contains("\"views\":2,\"outlinks\":1,\"downloads\":1,\"conversions\":2");
    }

    @Test
    void takesAnItemsCountryFromTheLastEventByTimeOrByRow() {
        Rows rows = new Rows()
                .visit(1, "br")
                .event(1, "2025-03-15T12:00:09", "x", VIEW, "x/1", "PE_1")
                .event(1, "2025-03-15T12:00:01", "x", 8, "x/1", "CL_1")
                .event(1, "2025-03-15T12:00:10", "x", VIEW, "x/1", "ab");

        assertThat(march(rows, PlainRules.standard("L", "0")).items().get("x").country())
                .isEqualTo("PE");
        assertThat(march(rows, PlainRules.v1("L", "0")).items().get("x").country())
                .isEqualTo("CL");
    }

    @Test
    void mergedIdentifiersTakeTheFirstCountryInTheOrderOfVisits() {
        Rows rows = new Rows()
                .visit(1, "br")
                .visit(2, "br")
                .event(1, "oai:repo.br:1", VIEW, null, "ab")
                .event(2, "oai:repo.br/z:1", VIEW, null, "PE_1")
                .event(2, "oai:repo.br/a:1", VIEW, null, "CL_1");

        assertThat(march(rows, PlainRules.v1("L", "0")).items().values())
                .containsExactly(item("oai:repo.br:1", "CL", "3/0/0/0", "br 3/0/0/0"));
    }

    private static PlainResult march(Rows rows, PlainRules rules) {
        List<PlainVisit> visits = List.copyOf(rows.visits);
        return PlainCounting.count(visits, rows.events, rules, WorkedExamples.MARCH, WorkedExamples.APRIL);
    }
}

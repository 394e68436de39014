package dev.caravan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.diagnosis.Explanation.Amount;
import dev.caravan.diagnosis.Explanation.Conversions;
import dev.caravan.diagnosis.Explanation.Country;
import dev.caravan.diagnosis.Explanation.Drop;
import dev.caravan.diagnosis.Explanation.Kinds;
import dev.caravan.diagnosis.Explanation.Part;
import dev.caravan.diagnosis.Explanation.Spelling;
import dev.caravan.usage.Looks;
import dev.caravan.usage.Metrics;
import dev.caravan.usage.UsageLook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {

    private static final String ITEM = "oai:repo.br:1/10";

    @TempDir
    private Path folder;

    @Test
    void addsUpForEveryIdentifierOfTheGoldenSetAndGivesTheFiguresOfItsDocument() {
        Looks.standard(folder).golden("R", look -> {
            keep(look, "events");
            keep(look, "metrics");
            Map<String, Metrics> documents = documents(look);
            List<String> identifiers =
                    texts(look, "select distinct identifier from events where identifier is not null");
            long events = 0;
            for (String identifier : identifiers) {
                Part part = Explain.part(look, identifier);
                assertAddsUp(part);
                assertThat(part.figures()).as(identifier).isEqualTo(documents.getOrDefault(identifier, Metrics.NONE));
                events += part.in().events();
            }
            assertThat(identifiers).containsAll(documents.keySet());
            assertThat(events + events(look, "identifier is null"))
                    .as("each event belongs to one item or to none")
                    .isEqualTo(2000);
            return true;
        });
    }

    @Test
    void addsUpByTheOriginalsRulesToo() {
        Looks.compatible(folder).golden("R", look -> {
            keep(look, "events");
            keep(look, "metrics");
            Map<String, Metrics> documents = documents(look);
            documents.keySet().stream().limit(5).forEach(identifier -> {
                Part part = Explain.part(look, identifier);
                assertAddsUp(part);
                assertThat(part.figures()).as(identifier).isEqualTo(documents.get(identifier));
            });
            Part site = Explain.part(look, null);
            assertAddsUp(site);
            Metrics figures = site.figures();
            assertThat(List.of(figures.views(), figures.outlinks(), figures.downloads(), figures.conversions()))
                    .as("the golden set's totals")
                    .containsExactly(620L, 77L, 460L, 115L);
            return true;
        });
    }

    @Test
    void saysTheSameWhicheverSpellingIsAskedFor() {
        Looks.standard(folder).golden("R", look -> {
            keep(look, "events");
            keep(look, "metrics");
            List<String> raw =
                    texts(look, "select distinct raw_identifier from events where raw_identifier <> identifier");
            assertThat(raw).hasSizeGreaterThan(20);
            for (String spelling : raw.subList(0, 6)) {
                Part asked = Explain.part(look, spelling);
                String item = asked.spellings().get(0).item();
                assertThat(Explain.part(look, Objects.requireNonNull(item)))
                        .as(spelling)
                        .isEqualTo(asked);
                assertThat(asked.spellings()).extracting(Spelling::spelling).contains(spelling);
            }
            return true;
        });
    }

    @Test
    void explainsTheWholeSite() {
        Looks.standard(folder).golden("R", look -> {
            Part site = Explain.part(look, null);

            assertAddsUp(site);
            assertThat(site.in().events()).isEqualTo(2000).isEqualTo(look.rowsIn());
            assertThat(site.figures())
                    .isEqualTo(sum(documents(look).values().stream().toList()));
            assertThat(site.spellings()).isEmpty();
            assertThat(site.dropped())
                    .extracting(Drop::stage, Drop::reason)
                    .containsExactly(
                            tuple("enrich", "no-visit"),
                            tuple("robots", "robot"),
                            tuple("assets", "asset"),
                            tuple("identifiers", "blank-identifier"),
                            tuple("identifiers", "no-identifier"));
            return true;
        });
    }

    /** By hand, from the table of the specification. */
    @Test
    void tellsWhatTheFirstWorkedExampleIsMadeOf() {
        Part part = Looks.standard(folder).example1(look -> Explain.part(look, ITEM));

        assertThat(part.in()).isEqualTo(new Amount(6, 4));
        assertThat(part.kept()).isEqualTo(new Amount(5, 3));
        assertThat(part.dropped()).singleElement().satisfies(drop -> {
            assertThat(drop.stage() + " " + drop.reason()).isEqualTo("robots robot");
            assertThat(drop.rule()).startsWith("usage.robots.rule = visit_total_actions <= 10 or");
            assertThat(new Amount(drop.events(), drop.visits())).isEqualTo(new Amount(1, 1));
        });
        assertThat(part.figures()).isEqualTo(new Metrics(2, 0, 2, 1, 4, 3, 2, 2));
        assertThat(part.behind()).isEqualTo(new Kinds(3, 0, 2, 0));
        assertThat(part.conversions()).isEqualTo(new Conversions(1, 0, 0));
        assertThat(part.spellings()).containsExactly(new Spelling(ITEM, ITEM, 6, 5));
    }

    @Test
    void knowsAnIdentifierThatNoEventHas() {
        Part part = Looks.standard(folder).example1(look -> Explain.part(look, "oai:repo.br:it's not \u0001 there"));

        assertThat(part.in()).isEqualTo(Amount.NONE);
        assertThat(part.figures()).isEqualTo(Metrics.NONE);
    }

    @Test
    void theSumOfTwoMonthsIsTheirSum() {
        List<Part> months =
                Looks.standard(folder).golden("R", look -> List.of(Explain.part(look, null), Explain.part(look, null)));

        Part sum = Sums.of("two", months);

        assertAddsUp(sum);
        assertThat(sum.in()).isEqualTo(months.get(0).in().plus(months.get(1).in()));
        assertThat(sum.dropped()).hasSameSizeAs(months.get(0).dropped());
        assertThat(sum.countries()).hasSameSizeAs(months.get(0).countries());
    }

    /** Computes a view once for all questions of a test: putting two thousand rows together takes longer than they do. */
    private static void keep(UsageLook look, String view) {
        look.session().store("kept_" + view, "select * from " + view);
        look.session().rebind(view, "select * from kept_" + view);
    }

    private static void assertAddsUp(Part part) {
        Amount dropped = part.dropped().stream()
                .map(drop -> new Amount(drop.events(), drop.visits()))
                .reduce(Amount.NONE, Amount::plus);
        Kinds behind = part.behind();
        Metrics counted = part.figures();
        assertThat(part.in()).isEqualTo(part.kept().plus(dropped));
        assertThat(behind.views() + behind.outlinks() + behind.downloads() + behind.other())
                .isEqualTo(part.kept().events());
        assertThat(sum(part.countries().stream().map(Country::figures).toList()))
                .isEqualTo(counted);
        assertThat(part.countries().stream().mapToLong(Country::events).sum())
                .isEqualTo(part.kept().events());
        Conversions conversions = part.conversions();
        assertThat(conversions.downloaded() + conversions.followed() + conversions.both())
                .isEqualTo(counted.conversions());
        assertThat(counted.totalItemInvestigations())
                .isBetween(counted.uniqueItemInvestigations(), behind.investigations());
        assertThat(counted.totalItemRequests()).isBetween(counted.uniqueItemRequests(), behind.downloads());
        assertThat(counted.views()).isLessThanOrEqualTo(behind.views());
        assertThat(counted.downloads()).isLessThanOrEqualTo(behind.downloads());
        if (!part.spellings().isEmpty()) {
            assertThat(part.spellings().stream().mapToLong(Spelling::events).sum())
                    .isEqualTo(part.in().events());
            assertThat(part.spellings().stream().mapToLong(Spelling::kept).sum())
                    .isEqualTo(part.kept().events());
        }
    }

    private static Metrics sum(List<Metrics> figures) {
        return figures.stream().reduce(Metrics.NONE, Metrics::plus);
    }

    private static Map<String, Metrics> documents(UsageLook look) {
        List<JsonNode> documents = new ArrayList<>();
        look.documents(documents::add);
        return documents.stream()
                .collect(Collectors.toMap(
                        document -> document.get("identifier").asText(),
                        Metrics::of,
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static List<String> texts(UsageLook look, String select) {
        return look.session().query(select + " order by 1", rows -> {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(Objects.requireNonNull(rows.text(0)));
            }
            return texts;
        });
    }

    private static long events(UsageLook look, String condition) {
        return look.session().query("select count(*) from events where " + condition, rows -> {
            rows.next();
            return rows.number(0);
        });
    }
}

package dev.caravan.cli;

import dev.caravan.diagnosis.Explanation;
import dev.caravan.diagnosis.Explanation.Country;
import dev.caravan.diagnosis.Explanation.Drop;
import dev.caravan.diagnosis.Explanation.Kinds;
import dev.caravan.diagnosis.Explanation.Part;
import dev.caravan.diagnosis.Explanation.Spelling;
import dev.caravan.platform.Shown;
import dev.caravan.usage.Metrics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;

/** An explanation for people. Long lists are cut; JSON has all of them. */
final class ExplanationText {

    private static final int MOST_ROWS = 10;
    private static final String FLOW = "%-44s %10s %10s  %s%n";
    private static final String TABLE = "%-44s %10s %10s %10s %12s%n";

    private final PrintWriter out;

    ExplanationText(PrintWriter out) {
        this.out = out;
    }

    void print(Explanation explanation) {
        String period = explanation.total().unit();
        out.printf(
                "Site %d (%s, %s), %s, by the rules %s%n",
                explanation.site(),
                Shown.text(explanation.name()),
                explanation.source(),
                period,
                explanation.rulesVersion());
        String identifier = explanation.identifier();
        if (explanation.unknown()) {
            out.println("No event of the period has the identifier " + Shown.text(Objects.requireNonNull(identifier)));
            return;
        }
        explanation.items().forEach(item -> out.println("Item " + Shown.text(item)));
        flow(explanation.total());
        figures(explanation.total());
        spellings(explanation.total().spellings());
        countries(explanation.total().countries());
        if (explanation.units().size() > 1) {
            units(explanation.units());
        }
        if (!explanation.total().complete()) {
            out.println();
            out.println("Days are missing, or the period has not ended: the figures are not complete.");
        }
    }

    private void flow(Part part) {
        out.println();
        out.printf(FLOW, "", "events", "visits", "rule");
        out.printf(FLOW, "came in", part.in().events(), part.in().visits(), "");
        if (part.recovered() > 0) {
            out.printf(FLOW, "  their identifier recovered from the URL", part.recovered(), "", "identifiers recover");
        }
        for (Drop drop : part.dropped()) {
            out.printf(
                    FLOW,
                    "  dropped by " + drop.stage() + ": " + Shown.text(drop.reason()),
                    drop.events(),
                    drop.visits(),
                    drop.rule());
        }
        out.printf(FLOW, "kept", part.kept().events(), part.kept().visits(), "");
    }

    private void figures(Part part) {
        Metrics counted = part.figures();
        Kinds behind = part.behind();
        out.println();
        out.printf(TABLE, "", "views", "outlinks", "downloads", "conversions");
        out.printf(TABLE, "kept events", behind.views(), behind.outlinks(), behind.downloads(), "");
        out.printf(
                TABLE,
                "  more of one visit, counted once",
                behind.views() - counted.views(),
                behind.outlinks() - counted.outlinks(),
                behind.downloads() - counted.downloads(),
                "");
        row("counted", counted);
        out.printf(
                "conversions: %d viewed and downloaded, %d viewed and followed a link, %d did all three%n",
                part.conversions().downloaded(),
                part.conversions().followed(),
                part.conversions().both());
        counter(
                "investigations",
                behind.investigations(),
                counted.totalItemInvestigations(),
                counted.uniqueItemInvestigations());
        counter("requests", behind.downloads(), counted.totalItemRequests(), counted.uniqueItemRequests());
        if (behind.other() > 0) {
            out.println("kept events of other kinds, which count as nothing: " + behind.other());
        }
    }

    private void counter(String name, long events, long total, long unique) {
        out.printf(
                "COUNTER %s: %d events - %d double clicks = %d total, in %d sessions (unique)%n",
                name, events, events - total, total, unique);
    }

    private void spellings(List<Spelling> spellings) {
        if (spellings.isEmpty()) {
            return;
        }
        out.println();
        out.printf("%-70s %10s %10s%n", "raw identifier", "events", "kept");
        spellings.stream()
                .limit(MOST_ROWS)
                .forEach(spelling -> out.printf(
                        "%-70s %10d %10d%n", Shown.text(spelling.spelling()), spelling.events(), spelling.kept()));
        more(spellings.size());
    }

    private void countries(List<Country> countries) {
        out.println();
        out.printf(TABLE, "visitors' country", "views", "outlinks", "downloads", "conversions");
        countries.stream()
                .limit(MOST_ROWS)
                .forEach(country -> row(
                        country.country() == null ? "(unknown)" : Shown.text(country.country()), country.figures()));
        more(countries.size());
    }

    private void units(List<Part> units) {
        out.println();
        out.printf(TABLE, "period", "views", "outlinks", "downloads", "conversions");
        units.forEach(unit -> row(unit.unit() + (unit.complete() ? "" : " (not complete)"), unit.figures()));
    }

    private void row(String name, Metrics figures) {
        out.printf(TABLE, name, figures.views(), figures.outlinks(), figures.downloads(), figures.conversions());
    }

    private void more(int rows) {
        if (rows > MOST_ROWS) {
            out.println("… and " + (rows - MOST_ROWS) + " more: --json");
        }
    }
}

package dev.caravan.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {

    private static Report report(List<Map<String, Object>> rows, List<String> rules) {
        return new Report(
                Map.of("by", "item"),
                List.of("identifier", "views"),
                rows,
                true,
                Instant.parse("2026-11-02T03:04:05Z"),
                "2026-10",
                rules);
    }

    @Test
    void isCsvThatSaysHowFarItGoesInEachRow() {
        Report report = report(
                List.of(Map.of("identifier", "oai:a:\"1\",2\n", "views", 7L)), List.of("usage-1-a", "usage-1-b"));

        assertThat(report.csv())
                .isEqualTo("identifier,views,as_of,latest_period,rules_version\r\n"
                        + "\"oai:a:\"\"1\"\",2\n\",7,2026-11-02T03:04:05Z,2026-10,usage-1-a usage-1-b\r\n");
    }

    @Test
    void hasAHeaderAlsoWithoutRows() {
        assertThat(new Report(Map.of(), List.of("period"), List.of(), false, null, null, List.of()).csv())
                .isEqualTo("period,as_of,latest_period,rules_version\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "=HYPERLINK(\"http://x\")\n"})
    void givesASpreadsheetNoFormula(String identifier) {
        String csv = report(List.of(Map.of("identifier", identifier, "views", 1L)), List.of())
                .csv();

        assertThat(csv.split("\r\n", 2)[1]).matches("(?s)\"?'[=+\\-@\t\r].*");
    }

    @Test
    void leavesAllElseAsItIs() {
        assertThat(report(List.of(Map.of("identifier", "oai:a:=1", "views", -1L)), List.of())
                        .csv())
                .contains("\r\noai:a:=1,-1,");
    }
}

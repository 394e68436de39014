package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Settings;
import dev.caravan.cli.CaravanCommand;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import picocli.CommandLine;

@DisplayName("caravan bench")
class BenchIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void measuresEverythingAndFindsTheSameResultsByEveryWay(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("bench.json");
        Path chart = folder.resolve("bench.svg");
        Path dir = Settings.home().resolve("target/it-bench");

        int code = bench(
                "--events=3000",
                "--sizes=3000",
                "--rounds=1",
                "--iterations=1",
                "--workers=2",
                // each JVM does little
                "--jvm-option=-XX:TieredStopAtLevel=1",
                "--dir=" + dir,
                "--json=" + json,
                "--chart=" + chart);

        assertThat(code).as(out + "\n" + err).isZero();
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.get("differences")).isEmpty();
        assertThat(result.get("rows").findValuesAsText("measure"))
                .containsAll(Measure.names().toList());
        assertThat(result.get("rows")).allSatisfy(row -> {
            assertThat(row.get("n").asInt()).isEqualTo(1);
            assertThat(row.get("median").asDouble()).isGreaterThanOrEqualTo(0);
        });
        assertThat(results(result, VisitFilesTrial.VALID)).hasSize(2).containsOnly("2995");
        assertThat(results(result, "events.in")).hasSizeGreaterThan(5).containsOnly("3000");
        assertThat(results(result, "documents")).hasSizeGreaterThan(3).doesNotContain("0");
        assertThat(results(result, "documents.hash")).hasSize(3);
        assertThat(result.get("rows").findValuesAsText("goal"))
                .contains(
                        Goal.atMost(4).toString(),
                        Goal.atMost(1.3).toString(),
                        Goal.atLeast(1).toString());
        assertThat(out.toString())
                .contains("All variants of a month gave the same results.")
                .contains("The goals are for months of 5 M events")
                .contains("MariaDB's buffer pool has");
        assertThat(parsed(chart).getElementsByTagName("path").getLength()).isPositive();
    }

    private static Document parsed(Path svg) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        // the document type's own file is on the web
        builder.setEntityResolver((name, address) -> new InputSource(new StringReader("")));
        return builder.parse(svg.toFile());
    }

    private static List<String> results(JsonNode result, String name) {
        List<String> values = new ArrayList<>();
        result.get("samples").findValues("results").forEach(results -> {
            if (results.has(name)) {
                values.add(results.get(name).asText());
            }
        });
        return values;
    }

    @Test
    void saysWhichMeasuresThereAreWhenAskedForAnother() {
        assertThat(bench("--only=transform,speed")).isEqualTo(CaravanCommand.USAGE);
        assertThat(err.toString()).contains("No measure is called speed; there are transform, capped, growth");
    }

    @Test
    void refusesAMonthThatIsTooSmallToHaveTheShapeOfOne() {
        assertThat(bench("--events=10")).isEqualTo(CaravanCommand.USAGE);
        assertThat(err.toString()).contains("--events 10: expected 1000 or more");
    }

    private int bench(String... arguments) {
        return CaravanCommand.commandLine(new CommandLine(new BenchCommand()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}

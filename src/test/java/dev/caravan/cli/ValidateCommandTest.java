package dev.caravan.cli;

import static dev.caravan.visitfiles.report.ReportLines.HEADER;
import static dev.caravan.visitfiles.report.ReportLines.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ValidateCommandTest {

    @TempDir
    private Path folder;

    private Path config;

    /** What a command did. */
    private record Result(int code, List<String> out, String err) {}

    @BeforeEach
    void configuration() throws IOException {
        config = Files.writeString(
                folder.resolve("my.properties"),
                "work.dir = " + folder.resolve("work") + "\nvisitfiles.layouts = strict\n"
                        + "visitfiles.layout.strict.strict = true\n");
    }

    private Result validate(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[arguments.length + 4];
        all[0] = "visitfiles";
        all[1] = "validate";
        all[2] = "--config";
        all[3] = config.toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        int code = CaravanCommand.commandLine(new CommandLine(new CaravanCommand()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Result(code, out.toString().lines().toList(), err.toString());
    }

    private String file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("report_1.txt"), String.join("\n", lines) + "\n")
                .toString();
    }

    @Test
    void saysNothingMoreOfAReportWithoutFindings() throws IOException {
        String file = file(HEADER, row("ana"));

        assertThat(validate(file))
                .isEqualTo(new Result(
                        0, List.of(file + ": COMPLETADO: 1 read, 1 valid, 0 with errors, 0 with warnings"), ""));
        assertThat(folder.resolve("work")).doesNotExist();
    }

    @Test
    void namesEveryFindingWithItsLineAndCode() throws IOException {
        String file =
                file(HEADER.replace("jyv", "jk"), "\u001b[2Jmal@,,,,x,-,0,0,-,0,0,-,-,-,-", row("ana"), row("ana"));

        assertThat(validate(file))
                .isEqualTo(new Result(
                        1,
                        List.of(
                                "line 2: R-03,R-06,R-14 email: not a valid e-mail address: \\u001b[2Jmal@",
                                "line 4: W-09: the same address and date of the visit are in this file already",
                                "file: W-18: more rows have errors than is usual",
                                file + ": COMPLETADO_CON_ERRORES: 3 read, 2 valid, 1 with errors (R-03 1),"
                                        + " 1 with warnings (W-09 1)"),
                        ""));
        assertThat(validate(file, "--limit", "1").out()).hasSize(3).contains("… and 2 more: --limit");
        Result strict = validate(file, "--layout", "strict");
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.out())
                .containsExactly(
                        "file: L-05: the header has other names, or another order: column 2: expected jyv, found jk",
                        file + ": FALLO_LAYOUT: 0 read, 0 valid, 0 with errors, 0 with warnings");
    }

    @Test
    void judgesDatesAsOfTheTimeThatItIsTold() throws IOException {
        String file = file(HEADER, row("ana"));

        assertThat(validate(file, "--now", "2013-02-07T18:30").code()).isZero();
        assertThat(validate(file, "--now", "2013-02-07T18:29").out().get(0)).startsWith("line 2: R-09 Fecha envio: ");
    }

    @Test
    void writesJsonLineByLine() throws IOException {
        String file = file(HEADER, "mal@,,,,x,-,0,0,-,0,0,-,-,-,-");

        Result result = validate(file, "--json");

        assertThat(result.code()).isEqualTo(1);
        JsonNode finding = new ObjectMapper().readTree(result.out().get(0));
        assertThat(finding.path("line").asInt()).isEqualTo(2);
        assertThat(finding.path("codes")).extracting(JsonNode::asText).containsExactly("R-03", "R-06");
        assertThat(finding.path("value").asText()).isEqualTo("mal@");
        JsonNode end = new ObjectMapper().readTree(result.out().get(2));
        assertThat(end.path("verdict").asText()).isEqualTo("COMPLETADO_CON_ERRORES");
        assertThat(end.at("/rows/errorCodes/R-03").asInt()).isEqualTo(1);
        assertThat(end.path("canonicalSha256").asText()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--limit | -1        | caravan: --limit -1: expected 0 or more",
                "--now   | yesterday | caravan: --now yesterday: expected a time such as 2013-02-20T02:00",
                "--layout| none      | caravan: There is no layout 'none' in visitfiles.layouts"
            })
    void refusesOptionsInOneSentence(String option, String value, String sentence) throws IOException {
        assertThat(validate(file(HEADER), option, value))
                .isEqualTo(new Result(2, List.of(), sentence + System.lineSeparator()));
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThat(validate(folder.toString()).code()).isEqualTo(2);
        assertThat(validate(folder.resolve("none.txt").toString()).err()).contains("Cannot read ");
    }
}

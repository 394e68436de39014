package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportNamesTest {

    private final ReportNames names = new ReportNames(ReportNames.USUAL);

    @ParameterizedTest(name = "A-45: {0} is number {1}")
    @CsvSource({
        "report_10.txt, 10",
        "report_007.txt, 7",
        "report_0.txt, 0",
        "report_999999999999999999.txt, 999999999999999999"
    })
    void takesReports(String name, long number) {
        assertThat(names.consecutive(name)).isEqualTo(OptionalLong.of(number));
    }

    @ParameterizedTest(name = "A-45: {0} is none")
    @ValueSource(
            strings = {
                "Report_1.txt",
                "report_1.TXT",
                "report_1.csv",
                "report_.txt",
                "report_2.txt.part",
                "report_1.txt.tmp",
                ".report_1.txt",
                "report_1.txt\n",
                "report_1xtxt",
                "report_-1.txt",
                "report_\u0661.txt",
                "report_1234567890123456789.txt",
                "../report_1.txt",
                ""
            })
    void takesNothingElse(String name) {
        assertThat(names.consecutive(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.txt", "report_(", ""})
    void wantsAPatternWithANumber(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReportNames(pattern));
    }

    @ParameterizedTest
    @CsvSource({"visits-12.csv, 12", "visits-.csv, NONE"})
    void takesWhatAnotherPatternSays(String name, String number) {
        OptionalLong found = new ReportNames("visits-(\\d*)\\.csv").consecutive(name);

        assertThat(found.isPresent() ? Long.toString(found.getAsLong()) : "NONE")
                .isEqualTo(number);
    }
}

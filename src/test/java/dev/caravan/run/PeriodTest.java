package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

    @ParameterizedTest
    @CsvSource({
        "2026, 2026-01-01, 2027-01-01",
        "2026-12, 2026-12-01, 2027-01-01",
        "2024-02, 2024-02-01, 2024-03-01",
        "2026-09-05, 2026-09-05, 2026-09-06",
        "2024-02-29, 2024-02-29, 2024-03-01"
    })
    void readsYearsMonthsAndDays(String text, LocalDate from, LocalDate to) {
        assertThat(Period.parse(text)).isEqualTo(new Period(from, to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "26",
                "2026-9",
                "2026-13",
                "2026-00",
                "2026-02-30",
                "2023-02-29",
                "2026-09-05T00:00",
                "20260905",
                "september",
                "2026-09 ",
                "0000",
                "0999-12-31",
                "9999-01",
                "9999-12-31",
                "+12026-01-01",
                "-2026-01-01"
            })
    void refusesWhatIsNoPeriodInOneSentence(String text) {
        assertThatThrownBy(() -> Period.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no period: give a year 2026, a month 2026-09 or a day 2026-09-05");
    }

    @Test
    void isNeverEmpty() {
        LocalDate day = LocalDate.of(2026, 9, 5);

        assertThatThrownBy(() -> new Period(day, day))
                .hasMessage("Empty period: from 2026-09-05 is not before to 2026-09-05");
    }

    @Test
    void reachesFromTheStartOfTheFirstToTheEndOfTheLast() {
        assertThat(Period.parse("2026-02").through(Period.parse("2026-04-10")))
                .isEqualTo(new Period(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 4, 11)));
        assertThat(Period.parse("2026-09-05").through(Period.parse("2026-09")))
                .isEqualTo(new Period(LocalDate.of(2026, 9, 5), LocalDate.of(2026, 10, 1)));
        assertThat(Period.parse("2026").through(Period.parse("2026"))).isEqualTo(Period.parse("2026"));
    }

    @Test
    void refusesToEndBeforeItBegins() {
        assertThatThrownBy(() -> Period.parse("2026-09").through(Period.parse("2026-08")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The period ends before it begins: 2026-09 to 2026-08");
    }

    @Test
    void isTiledByItsDaysWithoutGap() {
        assertThat(Period.parse("2024-02").days()).hasSize(29).first().isEqualTo(Period.parse("2024-02-01"));
        assertThat(Period.parse("2024-02").days().reduce((one, next) -> {
                    assertThat(one.to()).isEqualTo(next.from());
                    return next;
                }))
                .contains(Period.parse("2024-02-29"));
    }

    @Test
    void touchesWholeMonthsOverTheTurnOfTheYear() {
        assertThat(Period.parse("2025-12-31")
                        .through(Period.parse("2026-01-01"))
                        .months())
                .containsExactly(Period.month(YearMonth.of(2025, 12)), Period.month(YearMonth.of(2026, 1)));
        assertThat(Period.parse("2026-09").months()).containsExactly(Period.parse("2026-09"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09-05", "2026-09", "2024-02-29", "2026-12"})
    void hasAUnitThatReadsBackAsItself(String text) {
        assertThat(Period.parse(text).unit()).isEqualTo(text);
    }

    @Test
    void tellsDaysFromMonths() {
        assertThat(Period.parse("2026-09-01").isDay()).isTrue();
        assertThat(Period.parse("2026-09-01").isMonth()).isFalse();
        assertThat(Period.parse("2026-09").isMonth()).isTrue();
        assertThat(Period.parse("2026").isMonth()).isFalse();
        assertThat(new Period(LocalDate.of(2026, 1, 15), LocalDate.of(2026, 2, 15)).isMonth())
                .isFalse();
    }

    @Test
    void namesAnOddSpanByItsFirstAndLastDay() {
        assertThat(Period.parse("2026-09-05")
                        .through(Period.parse("2026-09-07"))
                        .unit())
                .isEqualTo("2026-09-05..2026-09-07");
    }

    @Test
    void comesBeforeALaterOneAndBeforeALongerOne() {
        assertThat(Period.parse("2026-09-02")).isGreaterThan(Period.parse("2026-09"));
        assertThat(Period.parse("2026-09")).isGreaterThan(Period.parse("2026-09-01"));
        assertThat(Period.parse("2026-09")).isEqualByComparingTo(Period.parse("2026-09"));
    }
}

package dev.caravan.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.InvalidRequest;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WidgetPeriodTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    /** W-21: the original takes now-1y as the 22nd, and with it leaves out the month that is dated on the 1st. */
    @ParameterizedTest
    @CsvSource({
        "now-1y, now, 2025-11-01..2026-11-30",
        "2025-06-15, 2025-08-02, 2025-06-01..2025-08-31",
        "2025-06-01T00:00:00.000Z, 2026-05-31T00:00:00.000Z, 2025-06-01..2026-05-31",
        "2025-06-30T22:00:00-03:00, 2025-07-01T02:00:00+02:00, 2025-07",
        "2025-06-01T10:15, 2025-06-01T10:15:30, 2025-06",
        "2025, 2025, 2025-01-01..2025-12-31",
        "2025-02, now-9M, 2025-02-01..2026-02-28",
        "now-30d, now-1w, 2026-10-01..2026-11-30",
        "now-30y, now, 1996-11-01..2026-11-30"
    })
    void countsEveryMonthThatIsTouchedWhole(String start, String end, String period) {
        assertThat(WidgetPeriod.months(start, end, TODAY, 30).unit()).isEqualTo(period);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "now+1d",
                "now-1y/d",
                "now-1h",
                "now-y",
                "now -1y",
                "now-999999d",
                "now-99999y",
                "NOW",
                "2025-13",
                "2025-02-30",
                "0000-01-01",
                "2025-06-01T25:00",
                "2025-06-01T00:00:00[Europe/Paris]",
                "2025-06-01 10:00",
                "+12025-01-01",
                "1748736000000",
                "2025-01-01||/M",
                "*",
                "9999-01-01T00:00:00Z",
                "2025-06-01T00:00:00Z\n"
            })
    void refusesWhatIsNoDate(String date) {
        assertThatThrownBy(() -> WidgetPeriod.months(date, "now", TODAY, 30))
                .isInstanceOfSatisfying(InvalidRequest.class, refused -> assertThat(refused.code())
                        .isEqualTo("period-invalid"));
        assertThatThrownBy(() -> WidgetPeriod.months("1000", date, TODAY, 30)).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void refusesAPeriodThatEndsBeforeItBeginsOrIsTooLong() {
        assertThatThrownBy(() -> WidgetPeriod.months("2025-07-01", "2025-06-01", TODAY, 30))
                .hasMessageContaining("ends before it begins");
        assertThatThrownBy(() -> WidgetPeriod.months("1990", "now", TODAY, 30))
                .isInstanceOfSatisfying(InvalidRequest.class, refused -> assertThat(refused.code())
                        .isEqualTo("period-too-long"));
    }
}

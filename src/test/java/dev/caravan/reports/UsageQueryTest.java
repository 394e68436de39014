package dev.caravan.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.reports.UsageQuery.By;
import dev.caravan.reports.UsageQuery.Granularity;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageQueryTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private static UsageQuery query(String text) {
        Map<String, String> values = Arrays.stream(text.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return UsageQuery.of(values, TODAY, 30);
    }

    @Test
    void asksForTwelveMonthsAndAllMetricsByItself() {
        UsageQuery query = query("");

        assertThat(query.period().unit()).isEqualTo("2025-12-01..2026-11-30");
        assertThat(query.granularity()).isEqualTo(Granularity.MONTH);
        assertThat(query.by()).isEqualTo(By.NOTHING);
        assertThat(query.metrics()).containsExactly(Metric.values());
    }

    @ParameterizedTest
    @CsvSource({
        "from=2026-02-10&to=2026-03-02, 2026-02-01..2026-03-31",
        "from=2026-02-10&to=2026-03-02&granularity=day, 2026-02-10..2026-03-02",
        "to=2026-03-02, 2025-04-01..2026-03-31",
        "from=2026&to=2026&granularity=year, 2026-01-01..2026-12-31",
        "from=2025-11&granularity=total, 2025-11-01..2026-11-30"
    })
    void takesWholeMonthsUnlessDaysAreAskedFor(String query, String period) {
        assertThat(query(query).period().unit()).isEqualTo(period);
    }

    @Test
    void givesMetricsOnceAndInOneOrder() {
        assertThat(query("metrics=unique_item_requests,views, views").metrics())
                .containsExactly(Metric.VIEWS, Metric.UNIQUE_ITEM_REQUESTS);
    }

    @ParameterizedTest
    @CsvSource({
        "metrics=clicks, parameter-invalid",
        "'metrics=views,', parameter-invalid",
        "by=nothing2, parameter-invalid",
        "by=item, parameter-invalid",
        "granularity=week, parameter-invalid",
        "granularity=MONTH, parameter-invalid",
        "from=March, period-invalid",
        "to=now, period-invalid",
        "from=2026-03&to=2026-02, period-invalid",
        "from=2027-01, period-invalid",
        "from=1990, period-too-long",
        "from=2020-01&granularity=day&by=country, period-too-long"
    })
    void refusesWhatMakesNoSense(String query, String code) {
        assertThatThrownBy(() -> query(query))
                .isInstanceOfSatisfying(InvalidRequest.class, refused -> assertThat(refused.code())
                        .isEqualTo(code));
    }

    @Test
    void bindsTheRowsOfEveryQueryThatItTakesBelowTheBoundOfOpenSearch() {
        assertThat(query("from=2015-01&to=2025-12&by=country").by()).isEqualTo(By.COUNTRY);
        assertThatThrownBy(() -> query("from=2010-01&to=2025-12&by=country")).hasMessageContaining("57600 rows");
    }
}

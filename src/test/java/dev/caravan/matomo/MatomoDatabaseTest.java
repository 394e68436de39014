package dev.caravan.matomo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.PipelineException;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatomoDatabaseTest {

    @ParameterizedTest
    @CsvSource({
        "08S01, 0, matomo-unreachable, true",
        "42000, 1203, matomo-unreachable, true",
        "42000, 1226, matomo-unreachable, true",
        "42000, 1049, matomo-schema, false",
        "42S02, 1146, matomo-schema, false",
        "28000, 1045, matomo-denied, false",
        "42000, 1044, matomo-denied, false",
    })
    void tellsWhatPassesFromWhatAnOperatorMustMend(String state, int error, String code, boolean passes) {
        PipelineException failure = MatomoDatabase.translate(new SQLException("no", state, error));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure instanceof PipelineException.Transient).isEqualTo(passes);
    }
}

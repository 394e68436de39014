package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {

    private static boolean may(
            Operation operation, boolean openReports, boolean local, @Nullable String authorization) {
        ApiRequest request = new ApiRequest(operation, operation.url(), "", null, authorization, null, null, local, "");
        try {
            new Access(new Secret("open-sesame"), openReports).check(request);
            return true;
        } catch (Problem refused) {
            assertThat(refused.status()).isEqualTo(401);
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyReportsAreReadFromElsewhereAndOnlyIfTheyArePublic(Operation operation) {
        assertThat(may(operation, true, false, null)).isEqualTo(operation.isReport());
        assertThat(may(operation, false, false, null)).isFalse();
        assertThat(may(operation, false, true, null)).isEqualTo(!operation.changes());
    }

    @ParameterizedTest
    @CsvSource({"Bearer open-sesame, true", "Bearer wrong, false", "'', false"})
    void aTokenThatIsSentMustBeRightForReportsToo(String authorization, boolean may) {
        assertThat(may(Operation.TOP, true, false, authorization)).isEqualTo(may);
        assertThat(may(Operation.TOP, false, false, authorization)).isEqualTo(may);
    }
}

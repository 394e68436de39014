package dev.caravan.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentifierColumnsTest {

    @Test
    void hasTheSameTextInEveryProcess() {
        IdentifierColumns columns = new IdentifierColumns(Map.of(
                Source.Type.L, "custom_var_v6", Source.Type.R, "custom_var_v1", Source.Type.N, "custom_dimension_1"));

        assertThat(columns)
                .hasToString("IdentifierColumns[byType={R=custom_var_v1, N=custom_dimension_1, L=custom_var_v6}]");
    }
}

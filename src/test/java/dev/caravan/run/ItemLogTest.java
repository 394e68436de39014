package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ItemLogTest {

    private static WorkItem item(long id, String site) {
        return new WorkItem(id, "r-1", "matomo", site, "2026-09-05", Period.parse("2026-09-05"), 1, 1, false, false);
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void saysWhichItemItIsAboutAndLeavesNothingBehind() {
        try (ItemLog unused = new ItemLog(item(7, "3"))) {
            assertThat(MDC.getCopyOfContextMap())
                    .isEqualTo(Map.of("run", "r-1", "item", "7", "site", "3", "period", "2026-09-05"));
        }
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void restoresWhatWasThereBefore() {
        MDC.put("other", "stays");
        try (ItemLog outer = new ItemLog(item(7, "3"))) {
            try (ItemLog inner = new ItemLog(item(8, "4"))) {
                assertThat(MDC.get("item")).isEqualTo("8");
            }
            assertThat(MDC.get("item")).isEqualTo("7");
        }
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("other", "stays"));
    }
}

package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.support.PatternHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {

    @TempDir
    private Path home;

    private Config config(String roles) throws IOException {
        return Config.load(home, List.of(Files.writeString(home.resolve("roles.properties"), "roles = " + roles)));
    }

    @Test
    void isAllOfThemUnlessSomethingElseIsSet() throws IOException {
        assertThat(Role.from(config(""))).isEqualTo(EnumSet.allOf(Role.class));
        assertThat(Role.from(config("worker, api"))).containsExactly(Role.WORKER, Role.API);
    }

    @ParameterizedTest
    @ValueSource(strings = {"planner", "worker,", ","})
    void isRefusedWhenUnknown(String roles) throws IOException {
        Config config = config(roles);
        Role.from(config);

        assertThatThrownBy(config::check)
                .hasMessageContaining("roles = " + roles + ": expected one or more of scheduler, worker, api");
    }

    @ParameterizedTest
    @CsvSource({
        "SCHEDULER, matomo.schedule",
        "SCHEDULER, usage.schedule",
        "SCHEDULER, dataset.schedule",
        "WORKER, run.worker.1",
        "WORKER, run.worker.64",
        "API, api.startRun",
    })
    void hasItsRoutesAlone(Role role, String route) {
        assertThat(excluded(EnumSet.of(role), route)).isFalse();
        assertThat(excluded(EnumSet.complementOf(EnumSet.of(role)), route)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.plan", "run.failed", "matomo.extract", "usage.index", "dataset.put"})
    void sharesTheRoutesThatNothingStartsByItself(String route) {
        for (Role role : Role.values()) {
            assertThat(excluded(EnumSet.of(role), route)).isFalse();
        }
    }

    private static boolean excluded(Set<Role> roles, String route) {
        String[] patterns = Role.excludedRoutes(roles).orElse("").split(",");
        return Arrays.stream(patterns).anyMatch(pattern -> PatternHelper.matchPattern(route, pattern));
    }
}

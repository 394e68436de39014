package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, Seen.IN_MEMORY, Seen.IN_MEMORY + 1})
    void tellsWhatWasThereBefore(int most) throws IOException {
        try (Seen seen = new Seen(most, folder)) {
            for (int i = 0; i < most; i++) {
                assertThat(seen.before("text " + i)).isFalse();
            }
            for (int i = 0; i < most; i++) {
                assertThat(seen.before("text " + i)).isTrue();
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}

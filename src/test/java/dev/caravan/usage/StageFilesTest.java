package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageFilesTest {

    @TempDir
    private Path routes;

    private Path file;

    @BeforeEach
    void copyTheRoutes() throws IOException {
        file = Files.copy(Path.of("routes/usage.camel.yaml"), routes.resolve("usage.camel.yaml"));
    }

    @Test
    void givesOtherFiguresAnotherFingerprintWhenAStageIsCommentedOut() throws IOException {
        String before = fingerprint();

        replace("            method: filter(${body}, 'robots')", "            # method: filter(${body}, 'robots')");

        assertThat(fingerprint()).isNotEqualTo(before);
    }

    @Test
    void keepsTheFingerprintWhenOnlyAScheduleOrACommentChanges() throws IOException {
        String before = fingerprint();

        replace("trigger.timeZone: UTC", "trigger.timeZone: UTC # always");

        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void prefersAnOperatorsFileAlsoForWhatRunsAroundTheStages() throws IOException {
        String before = fingerprint();

        Files.createDirectories(routes.resolve("usage"));
        Files.writeString(routes.resolve("usage/read_visits.sql"), "select * from visit_rows");

        assertThat(fingerprint()).isNotEqualTo(before);
        assertThat(new StageFiles(routes.resolve("usage")).text("read_visits")).isEqualTo("select * from visit_rows");
    }

    @Test
    void namesAStageThatHasNoFile() throws IOException {
        replace("'robots'", "'robot'");

        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("names the stage 'robot'");
    }

    private String fingerprint() {
        return new StageFiles(routes.resolve("usage")).fingerprint(file);
    }

    private void replace(String text, String by) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, by));
    }
}

package dev.caravan.visitfiles.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.Config;
import dev.caravan.platform.ConfigException;
import dev.caravan.visitfiles.report.ValidationSettings.Duplicate;
import dev.caravan.visitfiles.report.ValidationSettings.EmptyBrowser;
import dev.caravan.visitfiles.report.ValidationSettings.UnknownWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutSettingsTest {

    @TempDir
    private Path folder;

    private Config config(String... lines) {
        try {
            return Config.load(
                    folder, List.of(Files.writeString(folder.resolve("my.properties"), String.join("\n", lines))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesNothingThatWasSeenUnlessItIsTold() {
        LayoutSettings settings = LayoutSettings.from(config());

        assertThat(settings.byName()).containsOnlyKeys("default");
        assertThat(settings.named("default")).isEqualTo(Layout.STANDARD);
        assertThat(ValidationSettings.from(config()))
                .isEqualTo(new ValidationSettings(
                        ZoneId.of("America/Mexico_City"),
                        LocalDate.of(2000, 1, 1),
                        Duration.ofHours(24),
                        UnknownWord.WARN,
                        UnknownWord.WARN,
                        Duplicate.KEEP,
                        Integer.MAX_VALUE,
                        EmptyBrowser.KEEP,
                        0.05));
    }

    @Test
    void givesFurtherLayoutsWhatTheyDoNotSayThemselves() {
        LayoutSettings settings = LayoutSettings.from(config(
                "visitfiles.layout.max-line-bytes = 2000",
                "visitfiles.layout.fallback-charset =",
                "visitfiles.layouts = north, south",
                "visitfiles.layout.north.strict = true",
                "visitfiles.layout.south.column2-names = *",
                "visitfiles.layout.south.fallback-charset = ISO-8859-1"));

        assertThat(settings.named("default").fallback()).isEmpty();
        assertThat(settings.named("north"))
                .isEqualTo(new Layout(Layout.NAMES, List.of("jyv"), Optional.empty(), 2000, 1L << 31));
        assertThat(settings.named("south"))
                .isEqualTo(new Layout(
                        Layout.NAMES, List.of("*"), Optional.of(StandardCharsets.ISO_8859_1), 2000, 1L << 31));
        assertThatThrownBy(() -> settings.named("west"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'west'");
    }

    @Test
    void namesEverySettingThatIsWrong() {
        Config config = config(
                "visitfiles.layout.max-line-bytes = 10",
                "visitfiles.layout.max-file-bytes = 2147483649",
                "visitfiles.layout.fallback-charset = klingon",
                "visitfiles.layouts = A.B",
                "visitfiles.zone = Nowhere",
                "visitfiles.validation.min-date = 01/01/2000",
                "visitfiles.validation.badmail = maybe",
                "visitfiles.alert.error-ratio = NaN");
        LayoutSettings.from(config);
        ValidationSettings.from(config);

        assertThatThrownBy(config::check)
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "max-line-bytes",
                        "max-file-bytes",
                        "klingon",
                        "visitfiles.layouts",
                        "Nowhere",
                        "min-date",
                        "maybe",
                        "error-ratio");
    }
}

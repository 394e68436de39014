package dev.caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

    private enum Colour {
        RED,
        DARK_BLUE
    }

    @TempDir
    private Path home;

    private final Map<String, String> environment = new TreeMap<>();
    private final Properties system = new Properties();

    private Path file(String name, String... lines) throws IOException {
        return Files.write(home.resolve(name), List.of(lines));
    }

    private Config config(Path... files) {
        return Config.load(home, List.of(files), environment, system);
    }

    private Config config(String... lines) throws IOException {
        file("application.properties", lines);
        return config(new Path[0]);
    }

    @Test
    void letsTheLaterLayerWin() throws IOException {
        file("application.properties", "a.b-c=home", "only.home=home");
        Path first = file("first.properties", "a.b-c=first");
        Path second = file("second.properties", "a.b-c=second");

        assertThat(config(first).text("a.b-c", "default")).isEqualTo("first");
        assertThat(config(first, second).text("a.b-c", "default")).isEqualTo("second");
        environment.put("CARAVAN_A_B_C", "environment");
        assertThat(config(first, second).text("a.b-c", "default")).isEqualTo("environment");
        system.setProperty("caravan.a.b-c", "system");
        assertThat(config(first, second).text("a.b-c", "default")).isEqualTo("system");
        assertThat(config(first, second).text("only.home", "default")).isEqualTo("home");
        assertThat(config(first, second).text("nowhere", "default")).isEqualTo("default");
    }

    @Test
    void needsNoFileAtHomeButEveryFileThatIsNamed() {
        assertThatCode(() -> config(new Path[0]).check()).doesNotThrowAnyException();
        assertThatThrownBy(() -> config(home.resolve("missing.properties")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Cannot read " + home.resolve("missing.properties"));
    }

    @Test
    void readsFilesAsUtf8AndTrimsValues() throws IOException {
        assertThat(config("name =  Repositório Gama \t").text("name", "")).isEqualTo("Repositório Gama");
    }

    @Test
    void fillsInTheEnvironment() throws IOException {
        environment.put("HOST", "db$1.example.org");
        Config config = config(
                "url=jdbc:mysql://{{env:HOST}}/{{env:NAME:caravan}}",
                "empty={{env:NOTHING:}}",
                "colons={{env:OTHER:http://localhost:1}}");

        assertThat(config.text("url", "")).isEqualTo("jdbc:mysql://db$1.example.org/caravan");
        assertThat(config.text("empty", "fallback")).isEmpty();
        assertThat(config.text("colons", "")).isEqualTo("http://localhost:1");
        assertThatCode(config::check).doesNotThrowAnyException();
    }

    @Test
    void tellsEachProblemOnce() throws IOException {
        Config config = config("url=jdbc:mysql://{{env:HOST}}/caravan");
        config.required("url");

        assertThatThrownBy(config::check)
                .hasMessage("The configuration has 1 problem(s):\n"
                        + "  - url needs the environment variable HOST, which is not set");
    }

    @Test
    void tellsAllProblemsAtOnce() throws IOException {
        Config config =
                config("number=11", "flag=yes", "wait=soon", "colour=green", "serch.url=x", "late={{env:GONE}}");
        assertThat(config.number("number", 5, 1, 10)).isEqualTo(5);
        assertThat(config.flag("flag", true)).isTrue();
        assertThat(config.duration("wait", "5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.choice("colour", Colour.class, Colour.DARK_BLUE)).isEqualTo(Colour.DARK_BLUE);
        config.required("must");
        config.text("late", "");
        config.problem("two keys do not fit");

        assertThatThrownBy(config::check)
                .isInstanceOf(ConfigException.class)
                .message()
                .isEqualTo(String.join(
                        "\n  - ",
                        "The configuration has 8 problem(s):",
                        "number = 11: expected a whole number from 1 to 10",
                        "flag = yes: expected true or false",
                        "wait = soon: expected a duration such as 500ms, 90s, 5m, 24h or 7d, from 1ms to 3650d",
                        "colour = green: expected one of red, dark-blue",
                        "must is not set",
                        "late needs the environment variable GONE, which is not set",
                        "two keys do not fit",
                        "serch.url is no setting of Caravan; docs/config.md lists them all"));
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "90s, PT1M30S", "5m, PT5M", "24h, PT24H", "7d, PT168H"})
    void readsDurations(String text, Duration duration) throws IOException {
        assertThat(config("wait=" + text).duration("wait", "1s")).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-5s", "1.5s", "5 s", "PT5S", "99999999999s"})
    void refusesOtherDurations(String text) throws IOException {
        Config config = config("wait=" + text);
        config.duration("wait", "1s");

        assertThatThrownBy(config::check).hasMessageContaining("wait = " + text + ": expected a duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "ten", "3.5", "99999999999"})
    void refusesNumbersOutOfBounds(String text) throws IOException {
        Config config = config("n=" + text);
        config.number("n", 5, 1, 10);

        assertThatThrownBy(config::check)
                .hasMessageContaining("n = " + text + ": expected a whole number from 1 to 10");
    }

    @Test
    void readsListsWithoutBlanks() throws IOException {
        assertThat(config("l= a, ,b ,").list("l", "")).containsExactly("a", "b");
        assertThat(config("x=y").list("l", "")).isEmpty();
    }

    @Test
    void resolvesPathsFromHome() throws IOException {
        Config config = config("relative=routes/../sql", "absolute=/etc/caravan");

        assertThat(config.path("relative", "")).isEqualTo(home.resolve("sql"));
        assertThat(config.path("absolute", "")).isEqualTo(Path.of("/etc/caravan"));
    }

    @Test
    void leavesCamelItsOwnSettings() throws IOException {
        environment.put("N", "7");
        Config config = config("camel.main.name={{env:N}}");

        assertThat(config.camel()).containsEntry("camel.main.name", "7");
        assertThatCode(config::check).doesNotThrowAnyException();
    }

    @Test
    void neverTellsASecret() throws IOException {
        Config config = config("db.password=hunter2", "other.password=hunter2", "n=x");
        Secret secret = config.secret("db.password");
        config.number("n", 1, 1, 2);

        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat(secret).hasToString("***");
        assertThat(config.toString()).doesNotContain("hunter2");
        assertThatThrownBy(config::check)
                .hasMessageContaining("other.password is no setting of Caravan")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void remembersTheDefaultsOfWhatWasAskedFor() throws IOException {
        Config config = config("n=2");
        config.number("n", 1, 1, 2);
        config.secret("p");

        assertThat(config.defaults()).containsExactly(Map.entry("n", "1"), Map.entry("p", ""));
    }
}

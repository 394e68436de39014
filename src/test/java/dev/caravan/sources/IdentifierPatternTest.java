package dev.caravan.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierPatternTest {

    @ParameterizedTest
    @CsvSource({
        "(a)(b), \\1-\\2, \\1-\\2",
        "(a)(b), \\g<2>0\\g<1>, \\20\\1",
        "(?P<one>a)(?P<two>b), \\g<two>:\\g<one>, \\2:\\1",
        "(a), \\g<0>!, \\0!",
        "a, plain, plain",
        "a, $1.00, $1.00",
        "a, c\\\\d, c\\\\d"
    })
    void translatesPythonsReplacement(String regex, String replacement, String expected) {
        assertThat(IdentifierPattern.of(regex, replacement).replacement()).isEqualTo(expected);
    }

    @Test
    void mayReplaceByNothing() {
        assertThat(IdentifierPattern.of("^x", "")).isEqualTo(new IdentifierPattern("^x", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b", "(a)\\1", "(?P<n>a)(?P=n)"})
    void refusesLookAroundAndBackReferences(String regex) {
        assertThatThrownBy(() -> IdentifierPattern.of(regex, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("identifier_map_regex cannot be used: ")
                .hasMessageEndingWith("(look-around and back-references are not supported)");
    }

    @Test
    void refusesAnEmptyPattern() {
        assertThatThrownBy(() -> IdentifierPattern.of("", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("identifier_map_regex is empty, and identifier_map_type is 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\2", "\\g<2>", "\\g<none>", "\\g<>", "\\n", "\\", "x\\", "\\10"})
    void refusesAReferenceToNothing(String replacement) {
        assertThatThrownBy(() -> IdentifierPattern.of("(a)", replacement))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("identifier_map_replace: ");
    }

    @Test
    void refusesGroupsBeyondTheNinth() {
        assertThatThrownBy(() -> IdentifierPattern.of("(a)".repeat(11), "\\10"))
                .hasMessageContaining("the pattern has no group '10' (groups 1 to 9 can be used)");
        assertThatThrownBy(() -> IdentifierPattern.of("(a)".repeat(11), "\\g<99999999999>"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the pattern has no group '99999999999'");
    }

    @Test
    void findsAMapFileInItsFolderAlone() {
        Path folder = Path.of("/srv/maps");

        assertThat(IdentifierPattern.mapFile(folder, "a/b.csv")).isEqualTo(Path.of("/srv/maps/a/b.csv"));
        assertThat(IdentifierPattern.mapFile(folder, "a/../b.csv")).isEqualTo(Path.of("/srv/maps/b.csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../b.csv", "/etc/passwd", "a/../../b.csv", "/srv/mapsevil/b.csv", ".."})
    void refusesAMapFileThatLeadsOutOfItsFolder(String name) {
        assertThatThrownBy(() -> IdentifierPattern.mapFile(Path.of("/srv/maps"), name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("identifier_map_filename '" + name + "' must lie in /srv/maps (usage.identifiers.map-dir)");
    }

    @Test
    void refusesAMapFileWithoutAName() {
        assertThatThrownBy(() -> IdentifierPattern.mapFile(Path.of("/srv/maps"), ""))
                .hasMessage("identifier_map_filename is empty, and identifier_map_type is 2");
    }
}

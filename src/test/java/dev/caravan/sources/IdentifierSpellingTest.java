package dev.caravan.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.PipelineException;
import dev.caravan.sources.Source.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierSpellingTest {

    @TempDir
    private Path folder;

    private static Source source(int mapType, @Nullable String regex, @Nullable String replace, @Nullable String file) {
        return new Source("A::1", "A", Type.R, 1, null, null, "BR", null, mapType, regex, replace, file);
    }

    private IdentifierSpelling spelling(IdentifierRule rule) {
        return new IdentifierSpelling(rule, folder);
    }

    @ParameterizedTest
    @CsvSource({
        "oai:https://www.kerwa.ucr.ac.cr/server:10669/578, oai:www.kerwa.ucr.ac.cr:10669/578",
        "oai:repo.org/rest:20.500.12614/3703, oai:repo.org:20.500.12614/3703",
        "oai:https://repo.br:8080/server:1/10, oai:repo.br:8080:1/10",
        "oai:repo.br:123/abc:def, oai:repo.br:123/abc:def",
        "OAI:repo.br:1, OAI:repo.br:1"
    })
    void normalises(String raw, String spelt) {
        assertThat(spelling(IdentifierRule.DEFAULT).of(raw)).isEqualTo(spelt);
        assertThat(spelling(IdentifierRule.DEFAULT).of(source(0, null, null, null), raw))
                .isEqualTo(spelt);
    }

    @Test
    void cutsWhatTheOriginalCutsUnderItsRule() {
        assertThat(spelling(IdentifierRule.V1_0).of("oai:repo.br:123/abc:def")).isEqualTo("oai:repo.br:123:def");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "^hdl:(.*)$    | oai:repo.br:\\1          | hdl:1/10      | oai:repo.br:1/10",
                "/             | -                        | a/b/c         | a-b-c",
                "(?P<a>x)(y)?  | \\g<a>\\2\\\\1          | axb           | ax\\1b",
                "z             | never                    | oai:h/p:1     | oai:h:1"
            })
    void mapsByThePatternOfTheSourceAndThenNormalises(String regex, String replace, String raw, String spelt) {
        assertThat(spelling(IdentifierRule.DEFAULT).of(source(1, regex, replace, null), raw))
                .isEqualTo(spelt);
    }

    @Test
    void mapsByTheFileOfTheSourceWhereALaterLineWins() throws IOException {
        Files.writeString(folder.resolve("map.csv"), "old , oai:first:1\n\nold,oai:h/p:1\nother,x,y\n");
        Source source = source(2, null, null, "map.csv");

        assertThat(spelling(IdentifierRule.DEFAULT).of(source, "old")).isEqualTo("oai:h:1");
        assertThat(spelling(IdentifierRule.DEFAULT).of(source, "other")).isEqualTo("x,y");
        assertThat(spelling(IdentifierRule.DEFAULT).of(source, "oai:h/p:2")).isEqualTo("oai:h:2");
        assertThat(spelling(IdentifierRule.V1_0).of(source, "oai:h/p:2"))
                .as("not normalised")
                .isEqualTo("oai:h/p:2");
    }

    @Test
    void refusesARuleThatCannotBeUsed() {
        assertThatThrownBy(() -> spelling(IdentifierRule.DEFAULT).of(source(1, "(", "", null), "x"))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("source-map");
        assertThatThrownBy(() -> spelling(IdentifierRule.DEFAULT).of(source(2, null, null, "../none"), "x"))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("source-map");
    }

    @Test
    void findsThePrefix() {
        assertThat(IdentifierSpelling.prefix("oai:https://repo.br/server:1/10")).hasValue("oai:repo.br");
        assertThat(IdentifierSpelling.prefix("oai:repo.br")).hasValue("oai:repo.br");
        assertThat(IdentifierSpelling.prefix("opendoar::1329")).isEmpty();
    }
}

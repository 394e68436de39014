package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainIdentifiersTest {

    @ParameterizedTest
    @CsvSource({
        "oai:https://www.kerwa.ucr.ac.cr/server:10669/578, oai:www.kerwa.ucr.ac.cr:10669/578",
        "oai:repo.org/rest:20.500.12614/3703, oai:repo.org:20.500.12614/3703",
        "oai:https://repo.br:8080/server:1/10, oai:repo.br:8080:1/10",
        "oai:https://repo.br:1/10, oai:repo.br:1/10",
        "oai:http://repo.br:1, oai:repo.br:1",
        "oai:repo.br/a/b:1/10:2, oai:repo.br:1/10:2",
    })
    void cutsSchemeAndPathUnderBothRules(String in, String out) {
        assertThat(PlainIdentifiers.normaliseV1(in)).isEqualTo(out);
        assertThat(PlainIdentifiers.normalise(in)).isEqualTo(out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oai:repo.br:1/10",
                "oai:ojs.org:article/1234",
                "oai:scielo:S0102-1",
                "OAI:repo.br:1",
                " oai:repo.br:1",
                "",
                "oai:example.com",
                "oai:repo.br/1/10",
                "oai:https://repo.br/1/10",
                "oai:",
                "oai::1/10",
                "oai:/x:1",
                "oai:repo.br/:1",
                "oai:https://example.com",
                "https://repo.br/server:1/10",
                "oai:https:///x"
            })
    void leavesWhatHasNothingToCutUnderBothRules(String in) {
        assertThat(PlainIdentifiers.normaliseV1(in)).isEqualTo(in);
        assertThat(PlainIdentifiers.normalise(in)).isEqualTo(in);
    }

    @ParameterizedTest
    @CsvSource({
        "oai:repo.br:123/abc:def, oai:repo.br:123:def, oai:repo.br:123/abc:def",
        "oai:repo.br:8080/server:1/10, oai:repo.br:8080:1/10, oai:repo.br:8080/server:1/10",
        "oai::1/abc:def, oai::1:def, oai::1/abc:def",
        "oai:HTTP://repo.br/server:1/10, oai:HTTP::1/10, oai:HTTP://repo.br/server:1/10",
        "oai:https://repo.br/:1, oai:https::1, oai:https://repo.br/:1",
        "oai:https://repo.br:123/abc:def, oai:repo.br:123:def, oai:repo.br:123:def",
        "oai:https://repo.br:8080/x, oai:repo.br:8080/x, oai:repo.br:8080/x",
        "oai:https://:1/10, oai:https::1/10, oai:https://:1/10",
    })
    void differOnlyWhereTheOriginalCutsALocalPart(String in, String original, String mended) {
        assertThat(PlainIdentifiers.normaliseV1(in)).isEqualTo(original);
        assertThat(PlainIdentifiers.normalise(in)).isEqualTo(mended);
    }

    @Test
    void mappingIsFollowedByNormalisationExceptInTheOriginal() {
        PlainRules standard = PlainRules.standard("R", "BR");
        PlainRules original = PlainRules.v1("R", "BR");
        Map<String, String> file = Map.of("a", "oai:repo.br/x:1");

        assertThat(PlainIdentifiers.map("a", standard.withFile(file))).isEqualTo("oai:repo.br:1");
        assertThat(PlainIdentifiers.map("a", original.withFile(file))).isEqualTo("oai:repo.br/x:1");
        assertThat(PlainIdentifiers.map("oai:repo.br/y:1", original.withFile(file)))
                .isEqualTo("oai:repo.br/y:1");
        assertThat(PlainIdentifiers.map("xyx", standard.withRegex("x", "oai:h/x:1")))
                .isEqualTo("oai:h:1yoai:h/x:1");
        assertThat(PlainIdentifiers.map("xyx", original.withRegex("x", "-"))).isEqualTo("-y-");
    }

    @Test
    void speaksPythonsReplacementSyntax() {
        assertThat(PythonRegex.replaceAll("^hdl:(.*)$", "oai:$1&\\\\:\\1\\g<0>", "hdl:7"))
                .isEqualTo("oai:$1&\\:7hdl:7");
        assertThat(PythonRegex.replaceAll("(?P<a_b>[0-9])(x)?", "<\\g<a_b>\\g<2>>", "1x-2"))
                .isEqualTo("<1x>-<2>");
    }

    @Test
    void whiteSpaceAloneIsBlank() {
        assertThat(new String[] {"", " ", "\t \n", "\u00a0", "\u3000"}).allMatch(PlainIdentifiers::isBlank);
        assertThat(new String[] {"x", " x "}).noneMatch(PlainIdentifiers::isBlank);
    }
}

package dev.caravan.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceLintTest {

    private static final String HEADER = "source_id,name,type,site_id,country_iso,national_site_id,"
            + "identifier_map_type,identifier_map_regex,identifier_map_replace,identifier_map_filename";

    @TempDir
    private Path folder;

    @BeforeEach
    void mapFile() throws IOException {
        Files.writeString(folder.resolve("map.csv"), "old,new\n");
    }

    private List<String> check(String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = HEADER;
        System.arraycopy(lines, 0, all, 1, lines.length);
        return new SourceLint(folder).check(SourceFiles.rows(folder, all));
    }

    @Test
    void findsNothingWrongWithWhatOperatorsHave() {
        assertThat(new SourceLint(folder).check(SourceFiles.rows(folder, SourceFiles.LINES)))
                .isEmpty();
    }

    @Test
    void wantsACountryForRepositoriesAndNationalPortalsAlsoWhenTheColumnIsMissing() {
        List<SourceRow> rows = SourceFiles.rows(
                folder, "source_id,name,type,site_id", "A::1,One,R,1", "A::2,Two,N,2", "A::3,Three,L,3");

        assertThat(new SourceLint(folder).check(rows))
                .containsExactly(
                        "line 2 (A::1): country_iso '' must be two upper-case letters of ISO 3166",
                        "line 3 (A::2): country_iso '' must be two upper-case letters of ISO 3166");
    }

    @ParameterizedTest
    @CsvSource({"R,co", "R,COL", "R,ZZ", "R,0", "N,0", "L,br", "L,00"})
    void refusesACountryThatIsNone(String type, String country) {
        assertThat(check("A::1,One," + type + ",1," + country + ",,0,,,"))
                .singleElement()
                .asString()
                .startsWith("line 2 (A::1): country_iso '" + country + "' must be two upper-case letters of ISO 3166");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "x", "1.5", "9999999999"})
    void refusesANationalSiteThatIsNoSite(String site) {
        assertThat(check("A::1,One,R,1,CO," + site + ",0,,,"))
                .containsExactly(
                        "line 2 (A::1): national_site_id '" + site + "' must be a site of Matomo, 1 or more, or empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "", "x"})
    void refusesASiteThatIsNone(String site) {
        assertThat(check("A::1,One,R," + site + ",CO,,0,,,"))
                .containsExactly("line 2 (A::1): site_id '" + site + "' must be a site of Matomo, 1 or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r", "X", "", "RN"})
    void refusesATypeThatIsNone(String type) {
        assertThat(check("A::1,One," + type + ",1,CO,,0,,,"))
                .contains("line 2 (A::1): type '" + type + "' must be R (repository), N (national) or L (regional)");
    }

    @Test
    void refusesOneSiteOrIdForTwoSources() {
        assertThat(check("A::1,One,R,1,CO,,0,,,", "A::2,Two,R,1,CO,,0,,,", "a::1,Three,R,3,CO,,0,,,"))
                .containsExactly(
                        "line 3 (A::2): site_id '1' is also that of A::1 (line 2)",
                        "line 4 (a::1): source_id 'a::1' is also that of A::1 (line 2)");
    }

    @Test
    void warnsOfOnePrefixForTwoRepositories() {
        SourceLint lint = new SourceLint(folder);
        List<SourceRow> rows = SourceFiles.rows(
                folder,
                "source_id,name,type,site_id,country_iso,identifier_prefix",
                "A::1,One,R,1,CO,oai:dnet",
                "A::2,Two,R,2,CO,OAI:dnet",
                "A::3,Three,N,3,CO,oai:dnet");

        assertThat(lint.check(rows)).isEmpty();
        assertThat(lint.warnings())
                .containsExactly("line 3 (A::2): identifier_prefix 'OAI:dnet' is also that of A::1 (line 2)");
    }

    @Test
    void tellsEachProblemOnceWhenItChecksAgain() {
        SourceLint lint = new SourceLint(folder);
        List<SourceRow> rows = SourceFiles.rows(folder, "source_id,name,type,site_id", "A::1,One,R,1");

        assertThat(lint.check(rows)).hasSize(1);
        assertThat(lint.check(rows)).hasSize(1);
    }

    @Test
    void refusesAnIdThatIsTooLongAndANameThatIsEmpty() {
        assertThat(check("ABCDEFGHIJKLMNOPQRSTU,,R,1,CO,,0,,,"))
                .hasSize(2)
                .first()
                .asString()
                .contains("must have 1 to 20 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1,(a)(?=b),x,", "1,(a)\\1,x,", "1,(a,x,", "1,,x,", "1,(a),\\2,", "1,(a),\\g<n>,", "1,(a),\\n,"})
    void refusesAPatternThatCannotBeUsed(String map) {
        assertThat(check("A::1,One,R,1,CO,," + map)).singleElement().asString().contains("identifier_map_re");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.csv", "/etc/passwd", "none.csv", "", "a/../../b.csv", "."})
    void refusesAMapFileThatIsNotInItsFolder(String name) {
        assertThat(check("A::1,One,R,1,CO,,2,,," + name))
                .singleElement()
                .asString()
                .contains("identifier_map_filename");
    }

    @Test
    void acceptsRulesThatCanBeUsed() {
        assertThat(check(
                        "A::1,One,R,1,CO,,1,^oai:(?P<host>[^:]+):(.+)$,oai:\\g<host>:\\2,",
                        "A::2,Two,R,2,CO,,2,,,map.csv",
                        "A::3,Three,R,3,CO,,0,(,,"))
                .isEmpty();
    }

    @Test
    void refusesAMapTypeThatIsNoNumberAndTakesOthersForZeroAsTheOriginalDoes() {
        assertThat(check("A::1,One,R,1,CO,,x,,,")).singleElement().asString().contains("identifier_map_type 'x'");
        assertThat(check("A::1,One,R,1,CO,,7,,,")).isEmpty();
    }
}

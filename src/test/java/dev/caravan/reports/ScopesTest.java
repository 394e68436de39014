package dev.caravan.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.sources.IdentifierRule;
import dev.caravan.sources.IdentifierSpelling;
import dev.caravan.sources.Source;
import dev.caravan.sources.Source.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScopesTest {

    private static final Source REGION = source("SITEID::1", Type.L, 1, null, null, "0", null);
    private static final Source BRAZIL = source("SITEID::60", Type.N, 60, null, 1, "BR", null);
    private static final Source CHILE = source("SITEID::61", Type.N, 61, null, 2, "CL", null);
    private static final Source ALFA = source("OPENDOAR::10", Type.R, 10, 60, null, "BR", "oai:alfa.br");
    private static final Source BETA = source("OPENDOAR::11", Type.R, 11, null, 1, "BR", "oai:https://beta.br/oai");
    private static final Source TWIN = source("OPENDOAR::12", Type.R, 12, 61, 1, "CL", "oai:alfa.br");
    private static final Source BARE = source("OPENDOAR::13", Type.R, 13, 61, 1, "CL", null);
    private static final Source MAPPED = new Source(
            "OPENDOAR::14", "M", Type.R, 14, null, null, "CL", "oai:new.cl", 1, "^oai:old.cl:", "oai:new.cl:", null);

    private final Scopes scopes = new Scopes(
            List.of(REGION, ALFA, BETA, TWIN, BARE, MAPPED, BRAZIL, CHILE),
            new IdentifierSpelling(IdentifierRule.DEFAULT, Path.of("maps")));

    private static Source source(
            String id,
            Type type,
            int site,
            @Nullable Integer national,
            @Nullable Integer regional,
            String country,
            @Nullable String prefix) {
        return new Source(id, id, type, site, national, regional, country, prefix, 0, null, null, null);
    }

    @Test
    void looksForAnItemInItsRepositoryAndInTheAggregatorsOfThat() {
        assertThat(scopes.item("oai:beta.br:1/10", "").sites()).containsExactly(1, 11);
        assertThat(scopes.item("oai:https://beta.br/server:1/10", "*").sites()).containsExactly(1, 11);
        assertThat(scopes.item("oai:beta.br:1/10", "SITEID::61").sites())
                .as("the prefix goes before the source")
                .containsExactly(1, 11);
    }

    @Test
    void looksInAllRepositoriesThatShareAPrefixUnlessOneIsNamed() {
        assertThat(scopes.item("oai:alfa.br:1", "").sites()).containsExactly(1, 10, 12, 60, 61);
        assertThat(scopes.item("oai:alfa.br:1", "opendoar::12").sites()).containsExactly(1, 12, 61);
        assertThat(scopes.item("oai:alfa.br:1", "OPENDOAR::11").sites()).containsExactly(1, 10, 12, 60, 61);
    }

    @Test
    void takesTheNamedSourceForAPrefixThatNoRepositoryHas() {
        assertThat(scopes.item("hdl:1/10", "opendoar::10").sites()).containsExactly(1, 10, 60);
        assertThat(scopes.item("hdl:1/10", "siteid::61").sites()).containsExactly(2, 61);
        assertThat(scopes.item("hdl:1/10", "SITEID::1").sites()).containsExactly(1, 60, 61);
        refused(() -> scopes.item("hdl:1/10", "*"), "identifier-unknown");
        refused(() -> scopes.item("oai:gamma.br:1", ""), "identifier-unknown");
        refused(() -> scopes.item("hdl:1/10", "SITEID::99"), "source-unknown");
    }

    /** W-9: each site's documents have the spelling that the site's own rule gives. */
    @Test
    void looksForAnItemInEverySpellingThatItsSitesMayHave() {
        assertThat(spellings(scopes.item("oai:https://beta.br/server:1/10", "")))
                .containsExactlyInAnyOrder("oai:https://beta.br/server:1/10", "oai:beta.br:1/10");
        assertThat(spellings(scopes.item("oai:old.cl:7", "OPENDOAR::14")))
                .containsExactlyInAnyOrder("oai:old.cl:7", "oai:new.cl:7");
    }

    @SuppressWarnings("unchecked")
    private static Set<String> spellings(Scope scope) {
        Map<String, Set<String>> terms =
                (Map<String, Set<String>>) scope.filters().get(0).get("terms");
        return terms.get("identifier.keyword");
    }

    @Test
    void knowsWhatARepositoryHasByItsPrefixAndWithoutOneByItsSite() {
        assertThat(scopes.all(ALFA)).isEqualTo(scopes.all(scopes.source("opendoar::10")));
        assertThat(scopes.all(ALFA).sites()).containsExactly(1, 10, 60);
        assertThat(scopes.all(BETA).filters())
                .containsExactly(Map.of("term", Map.of("identifier_prefix", "oai:beta.br")));
        assertThat(scopes.all(BARE).sites()).containsExactly(13);
        assertThat(scopes.all(BARE).filters()).isEmpty();
    }

    @Test
    void looksForACountryInItsAggregatorItsRepositoriesAndTheRegion() {
        Scope brazil = scopes.all(BRAZIL);

        assertThat(brazil.sites()).containsExactly(1, 10, 11, 60);
        assertThat(brazil.filters()).containsExactly(Map.of("term", Map.of("country", "BR")));
    }

    @Test
    void asksForTheRegionEverySiteThatIsKnownAndNoOther() {
        assertThat(scopes.all(REGION).sites()).containsExactly(1, 10, 11, 12, 13, 14, 60, 61);
        assertThat(scopes.all(REGION).filters()).isEmpty();
    }

    @Test
    void findsASourceByItsIdInAnyCaseOrByItsSite() {
        assertThat(scopes.sourceOrSite("12")).isEqualTo(TWIN);
        assertThat(scopes.sourceOrSite("OpenDOAR::12")).isEqualTo(TWIN);
        refused(() -> scopes.sourceOrSite("012"), "source-unknown");
        refused(() -> scopes.source("12"), "source-unknown");
    }

    private static void refused(Runnable request, String code) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(InvalidRequest.class, refused -> assertThat(refused.code())
                        .isEqualTo(code));
    }
}

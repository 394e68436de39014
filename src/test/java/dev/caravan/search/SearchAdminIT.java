package dev.caravan.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.Until;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opensearch.client.RestClient;

class SearchAdminIT {

    private static final String INDEX = "caravan-usage-month-990001-v1";
    private static final String ALIAS = "search-admin-it-990001";

    private final RestClient client =
            client(EmbeddedServers.shared().openSearch().url());
    private final SearchAdmin search = new SearchAdmin(client);

    private static RestClient client(String url) {
        return SearchClient.open(new SearchSettings(
                URI.create(url), "", new Secret(""), "usage-stats", 1, 100, 0, Duration.ofMillis(1), Until.LIMIT));
    }

    @BeforeEach
    void template() {
        search.template("caravan-usage-v1", "usage-v1.json");
    }

    @AfterEach
    void clear() throws IOException {
        search.call("DELETE", "/" + INDEX + "?ignore_unavailable=true", null);
        search.call("DELETE", "/" + ALIAS + "?ignore_unavailable=true", null);
        client.close();
    }

    private void index(String id, String json) {
        search.call("PUT", "/" + INDEX + "/_doc/" + id + "?refresh=true", json);
    }

    @Test
    void mayPutTemplateAndIndexTwice() {
        search.ensure(INDEX, ALIAS);
        index("1", "{\"idsite\": 990001}");
        search.template("caravan-usage-v1", "usage-v1.json");
        search.ensure(INDEX, ALIAS);

        assertThat(search.count(ALIAS, Map.of("query", Map.of("match_all", Map.of()))))
                .isEqualTo(1);
    }

    @Test
    void refusesAFieldThatTheMappingDoesNotKnow() {
        search.ensure(INDEX, ALIAS);

        assertThatThrownBy(() -> index("1", "{\"idsite\": 990001, \"surprise\": 1}"))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("strict_dynamic_mapping_exception");
        assertThatThrownBy(() -> index("1", "{\"stats_by_country\": [{\"country\": \"br\", \"surprise\": 1}]}"))
                .hasMessageContaining("strict_dynamic_mapping_exception");
    }

    @Test
    void givesTheIndexAKeywordForExactIdentifiers() {
        search.ensure(INDEX, ALIAS);
        index("1", "{\"identifier\": \"oai:repo.br:1/10\", \"identifier_prefix\": \"oai:repo.br\"}");
        index("2", "{\"identifier\": \"oai:repo.br:1/10/3\", \"identifier_prefix\": \"oai:repo.br\"}");

        assertThat(search.count(ALIAS, term("identifier.keyword", "oai:repo.br:1/10")))
                .isEqualTo(1);
        assertThat(search.count(ALIAS, term("identifier_prefix", "oai:repo.br")))
                .isEqualTo(2);
    }

    private static Map<String, Object> term(String field, Object value) {
        return Map.of("query", Map.of("term", Map.of(field, value)));
    }

    @Test
    void leavesTheSettingsOfAnIndexToTheOperator() {
        search.ensure(INDEX, ALIAS);
        search.call("PUT", "/" + INDEX + "/_settings", "{\"index\": {\"refresh_interval\": \"77s\"}}");
        search.template("caravan-usage-v1", "usage-v1.json");
        search.ensure(INDEX, ALIAS);
        search.refresh(INDEX);

        JsonNode settings = search.call("GET", "/" + INDEX + "/_settings", null);
        assertThat(settings.at("/" + INDEX + "/settings/index/refresh_interval").asText())
                .isEqualTo("77s");
    }

    @Test
    void givesAnOlderIndexTheFieldsThatItLacks() {
        search.call("PUT", "/_index_template/caravan-usage-v1", """
                {"index_patterns": ["caravan-usage-*-v1"],
                 "template": {"mappings": {"dynamic": "strict", "properties": {"idsite": {"type": "long"}}}}}
                """);
        search.ensure(INDEX, ALIAS);
        String document = "{\"idsite\": 990001, \"unique_item_requests\": 1}";
        assertThatThrownBy(() -> index("1", document)).hasMessageContaining("strict_dynamic_mapping_exception");

        search.fields(INDEX, "usage-v1.json");
        search.fields(INDEX, "usage-v1.json");

        assertThatCode(() -> index("1", document)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnAliasWhoseNameIsThatOfAnIndex() {
        search.call("PUT", "/" + ALIAS, "{}");

        assertThatThrownBy(() -> search.ensure(INDEX, ALIAS))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo("opensearch-alias"))
                .hasMessageContaining("There is an index named " + ALIAS + ", which must be an alias");
        search.call("DELETE", "/" + ALIAS, null);
        assertThatCode(() -> search.ensure(INDEX, ALIAS)).doesNotThrowAnyException();
    }

    @Test
    void removesWhatAQueryFindsAndSaysHowMuch() {
        search.ensure(INDEX, ALIAS);
        index("1", "{\"idsite\": 1}");
        index("2", "{\"idsite\": 2}");

        assertThat(search.delete(INDEX, term("idsite", 1))).isEqualTo(1);
        assertThat(search.delete(INDEX, term("idsite", 1))).isZero();
        assertThat(search.count(INDEX, Map.of("query", Map.of("match_all", Map.of()))))
                .isEqualTo(1);
    }

    @Test
    void saysWhenNobodyAnswers() throws IOException {
        try (RestClient nobody = client("http://127.0.0.1:1")) {
            assertThatThrownBy(() -> new SearchAdmin(nobody).check(Duration.ofSeconds(5)))
                    .isInstanceOfSatisfying(PipelineException.Transient.class, e -> assertThat(e.code())
                            .isEqualTo("opensearch-unreachable"))
                    .hasMessageContaining("check opensearch.url");
        }
    }
}

package dev.caravan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("dashboards/opensearch/usage.ndjson fits the index template, and itself")
class SavedObjectsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILE = Path.of("dashboards/opensearch/usage.ndjson");
    private static final Path TEMPLATE = Path.of("src/main/resources/search/usage-v1.json");

    private static List<JsonNode> objects(String text) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : text.split("\n")) {
            objects.add(JSON.readTree(line));
        }
        return objects;
    }

    @Test
    void everyFieldIsInTheIndexTemplate() throws IOException {
        assertThat(fields(objects(Files.readString(FILE))))
                .contains("views", "identifier.keyword", "stats_by_country.country", "granularity")
                .allSatisfy(field -> assertThat(mapped()).contains(field));
    }

    @Test
    void aMadeUpFieldIsFound() throws IOException {
        String text = Files.readString(FILE)
                .replace("\\\"idsite\\\"", "\\\"no_such_term\\\"")
                .replace("stats_by_country.downloads", "stats_by_country.nothing")
                .replace("granularity :", "no_such_filter :");

        Set<String> unknown = fields(objects(text));
        unknown.removeAll(mapped());

        assertThat(unknown).containsExactly("no_such_filter", "no_such_term", "stats_by_country.nothing");
    }

    @Test
    void everyReferenceResolvesAndIsUsed() throws IOException {
        List<JsonNode> objects = objects(Files.readString(FILE));
        Set<String> ids = new TreeSet<>();
        objects.forEach(object ->
                ids.add(object.get("type").asText() + " " + object.get("id").asText()));
        assertThat(ids).hasSameSizeAs(objects);

        for (JsonNode object : objects) {
            Set<String> names = new TreeSet<>();
            for (JsonNode reference : object.get("references")) {
                assertThat(ids)
                        .contains(reference.get("type").asText() + " "
                                + reference.get("id").asText());
                names.add(reference.get("name").asText());
            }
            Set<String> used = new TreeSet<>();
            for (JsonNode text : nested(object)) {
                text.findValues("indexRefName").forEach(name -> used.add(name.asText()));
                text.findValues("panelRefName").forEach(name -> used.add(name.asText()));
            }
            assertThat(used).as(object.get("id").asText()).isEqualTo(names);
        }
    }

    /** The JSON texts inside a saved object. */
    private static List<JsonNode> nested(JsonNode object) throws IOException {
        List<JsonNode> nested = new ArrayList<>();
        JsonNode attributes = object.get("attributes");
        for (JsonNode text : List.of(
                attributes.path("visState"),
                attributes.path("panelsJSON"),
                attributes.at("/kibanaSavedObjectMeta/searchSourceJSON"))) {
            if (text.isTextual()) {
                nested.add(JSON.readTree(text.asText()));
            }
        }
        return nested;
    }

    private static Set<String> fields(List<JsonNode> objects) throws IOException {
        Set<String> fields = new TreeSet<>();
        for (JsonNode object : objects) {
            for (JsonNode text : nested(object)) {
                text.path("aggs")
                        .forEach(agg -> fields.add(agg.at("/params/field").asText()));
                String query = text.at("/query/query").asText();
                if (query.contains(":")) {
                    fields.add(query.substring(0, query.indexOf(':')).strip());
                }
                if (text.at("/params/spec").isTextual()) {
                    inVega(JSON.readTree(text.at("/params/spec").asText()).at("/data/url/body"), fields);
                }
            }
        }
        return fields;
    }

    private static void inVega(JsonNode body, Set<String> fields) {
        List.of("field", "path").forEach(key -> body.findValues(key).forEach(field -> fields.add(field.asText())));
        body.findValues("term").forEach(term -> term.fieldNames().forEachRemaining(fields::add));
    }

    private static Set<String> mapped() throws IOException {
        Set<String> mapped = new TreeSet<>();
        collect("", JSON.readTree(TEMPLATE.toFile()).at("/template/mappings/properties"), mapped);
        return mapped;
    }

    private static void collect(String prefix, JsonNode properties, Set<String> mapped) {
        properties.fields().forEachRemaining(field -> {
            String name = prefix + field.getKey();
            mapped.add(name);
            collect(name + ".", field.getValue().path("properties"), mapped);
            collect(name + ".", field.getValue().path("fields"), mapped);
        });
    }
}

package dev.caravan.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code openapi.yaml}, read by libraries that know nothing of ours. */
final class Contract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;

    Contract() {
        try {
            root = new YAMLMapper().readTree(Contract.class.getResource("/api/openapi.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** The operation's own part; missing when there is none. */
    JsonNode operation(Operation operation) {
        return root.path("paths").path(operation.path()).path(operation.method().toLowerCase());
    }

    /** Follows a reference within the file. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** Every operation and status, as {@code getRun 404}. */
    SortedSet<String> answers() {
        SortedSet<String> answers = new TreeSet<>();
        for (JsonNode path : root.path("paths")) {
            for (JsonNode operation : path) {
                operation
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status ->
                                answers.add(operation.path("operationId").asText() + " " + status));
            }
        }
        return answers;
    }

    JsonNode response(Operation operation, int status) {
        return resolved(operation(operation).path("responses").path(Integer.toString(status)));
    }

    /** What is wrong with a body, by the schema for it; empty when nothing is. */
    Set<ValidationMessage> violations(JsonNode schema, String body) {
        try {
            ObjectNode document = JSON.createObjectNode();
            document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
            document.set("components", root.get("components"));
            document.setAll((ObjectNode) schema);
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(
                            document,
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .build())
                    .validate(JSON.readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What openapi.yaml and the code must say alike, without a server. */
class ContractTest {

    private final Contract contract = new Contract();

    @Test
    void theContractHasTheOperationsOfTheCodeAndNoOthers() {
        List<String> documented = new ArrayList<>();
        contract.root().path("paths").fields().forEachRemaining(path -> {
            ObjectNode methods = (ObjectNode) path.getValue();
            JsonNode server = methods.has("servers")
                    ? methods.remove("servers")
                    : contract.root().path("servers");
            String base = server.at("/0/url").asText().replaceFirst("/$", "");
            methods.fields()
                    .forEachRemaining(
                            method -> documented.add(method.getKey().toUpperCase() + " " + base + path.getKey() + " "
                                    + method.getValue().path("operationId").asText()));
        });

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Operation.values())
                        .map(operation -> operation.method() + " " + operation.url() + " " + operation.id())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void anOperationHasTheParametersOfTheContract(Operation operation) {
        List<String> query = new ArrayList<>();
        List<String> path = new ArrayList<>();
        for (JsonNode reference : contract.operation(operation).path("parameters")) {
            JsonNode parameter = contract.resolved(reference);
            (parameter.path("in").asText().equals("query") ? query : path)
                    .add(parameter.path("name").asText());
        }

        assertThat(query).containsExactlyElementsOf(operation.parameters());
        assertThat(path)
                .containsExactlyElementsOf(Pattern.compile("\\{(\\w+)}")
                        .matcher(operation.path())
                        .results()
                        .map(found -> found.group(1))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsNotGuardedIsEverOpen(Operation operation) {
        JsonNode security = contract.operation(operation).path("security");

        if (operation.guarded()) {
            assertThat(security.isMissingNode()).as("the token, as for all").isTrue();
        } else {
            assertThat(security).as("nothing, or the token").hasSize(2);
        }
        assertThat(contract.root().at("/security/0/operator").isArray()).isTrue();
    }

    @Test
    void theBodyOfARunHasTheFieldsOfTheContract() {
        List<String> documented = new ArrayList<>();
        contract.root()
                .at("/components/schemas/RunRequest/properties")
                .fieldNames()
                .forEachRemaining(documented::add);

        assertThat(RunBody.FIELDS).containsExactlyInAnyOrderElementsOf(documented);
    }
}

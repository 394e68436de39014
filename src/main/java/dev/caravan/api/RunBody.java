package dev.caravan.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.run.PeriodRequest;
import dev.caravan.run.PlanRequest.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /runs}.
 *
 * @param sites site_ids, or {@code all}
 */
record RunBody(
        String pipeline, List<String> sites, PeriodRequest period, Mode mode, boolean dryRun, boolean allowIncomplete) {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    static final Set<String> FIELDS =
            Set.of("pipeline", "sites", "from", "to", "by", "mode", "dryRun", "allowIncomplete");

    /** @throws Problem {@code json-invalid}, {@code field-invalid} */
    static RunBody parse(String body) {
        JsonNode json = read(body);
        json.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw invalid("There is no field '" + name + "', only " + new TreeSet<>(FIELDS));
            }
        });
        String from = required(json, "from");
        String to = text(json, "to");
        return new RunBody(
                required(json, "pipeline"),
                sites(json.path("sites")),
                new PeriodRequest(
                        Parameters.dayOrMonth(from), to == null ? null : Parameters.dayOrMonth(to), text(json, "by")),
                Mode.parse(json.has("mode") ? required(json, "mode") : "missing"),
                flag(json, "dryRun"),
                flag(json, "allowIncomplete"));
    }

    private static JsonNode read(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // there is none when a limit of the parser is reached
            JsonLocation at = Objects.requireNonNullElse(e.getLocation(), JsonLocation.NA);
            throw new Problem(
                    400,
                    "json-invalid",
                    "The body is no single JSON value without double fields: line " + at.getLineNr() + ", column "
                            + at.getColumnNr());
        }
        throw new Problem(400, "json-invalid", "The body must be one JSON object");
    }

    private static List<String> sites(JsonNode sites) {
        if (sites.isTextual() && sites.textValue().equals("all")) {
            return List.of("all");
        }
        List<String> chosen = new ArrayList<>();
        for (JsonNode site : sites) {
            if (!site.isIntegralNumber()) {
                throw invalid("'sites' must have whole numbers only");
            }
            chosen.add(site.asText());
        }
        if (!sites.isArray() || chosen.isEmpty()) {
            throw invalid("'sites' must be \"all\" or a list of site_ids that is not empty");
        }
        return chosen;
    }

    private static String required(JsonNode json, String name) {
        String text = text(json, name);
        if (text == null) {
            throw invalid("'" + name + "' is missing");
        }
        return text;
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw invalid("'" + name + "' must be a text");
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw invalid("'" + name + "' must be true or false");
        }
        return value.booleanValue();
    }

    private static Problem invalid(String detail) {
        return new Problem(400, "field-invalid", detail);
    }
}

package dev.caravan.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.platform.PipelineException;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a partition: readers read the parts it names and no others. The manifest of an {@code events} partition
 * also names the parts of the {@code visits} partition that belong to it, so that one PUT publishes both.
 *
 * @param format version of this file's form; 1
 * @param schema version of the parts' columns
 * @param token the fencing token of the attempt that wrote it: a lower one never replaces a higher one
 * @param rows of all parts together
 * @param derived the version of each derived column that the parts have, by its name
 * @param visits of an events partition only, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "format",
    "table",
    "site",
    "day",
    "schema",
    "rulesVersion",
    "run",
    "attempt",
    "token",
    "createdAt",
    "rows",
    "derived",
    "parts",
    "visits"
})
public record Manifest(
        int format,
        String table,
        int site,
        String day,
        int schema,
        String rulesVersion,
        String run,
        int attempt,
        long token,
        String createdAt,
        long rows,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> derived,
        List<Part> parts,
        @Nullable Parts visits) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @SuppressWarnings("NullAway") // a manifest of an earlier version has none
    public Manifest {
        derived = derived == null ? new TreeMap<>() : new TreeMap<>(derived);
        parts = List.copyOf(parts);
    }

    /**
     * @param key of the object, the dataset's prefix included
     * @param bytes of the object
     * @param sha256 of the object, in hexadecimal
     */
    public record Part(String key, long rows, long bytes, String sha256) {}

    /** The parts of another table's partition that are published with this one. */
    public record Parts(long rows, List<Part> parts) {

        public Parts {
            parts = List.copyOf(parts);
        }
    }

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws PipelineException.Permanent {@code dataset-manifest} when the text is no manifest of a known form */
    static Manifest parse(String key, byte[] json) {
        try {
            Manifest manifest = JSON.readValue(json, Manifest.class);
            if (manifest.format() != 1) {
                throw new PipelineException.Permanent(
                        "dataset-manifest", key + " has form " + manifest.format() + ", this version knows 1");
            }
            return manifest;
        } catch (IOException e) {
            throw new PipelineException.Permanent("dataset-manifest", key + " is no manifest: " + e.getMessage(), e);
        }
    }
}

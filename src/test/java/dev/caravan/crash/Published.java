package dev.caravan.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.platform.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a table's manifests publish, read from the S3 server's disk.
 *
 * @param contents rows, bytes and checksum of each part, by the manifest's folder
 * @param tokens of the attempts that published, by the same
 */
record Published(SortedMap<String, List<String>> contents, SortedMap<String, Long> tokens) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param objects the folder of a world's dataset
     * @throws AssertionError when a part is not what its manifest says
     */
    static Published read(Path objects, String table) throws IOException {
        Published published = new Published(new TreeMap<>(), new TreeMap<>());
        List<Path> manifests;
        try (Stream<Path> files = Files.walk(objects.resolve(table))) {
            manifests = files.filter(file -> file.endsWith("_manifest.json")).toList();
        }
        for (Path file : manifests) {
            JsonNode manifest = JSON.readTree(file.toFile());
            String day = objects.resolve(table).relativize(file.getParent()).toString();
            List<String> parts = new ArrayList<>();
            for (JsonNode part : manifest.path("parts")) {
                String key = part.path("key").asText();
                Path data = file.resolveSibling(key.substring(key.lastIndexOf('/') + 1));
                if (!Digests.sha256(data).equals(part.path("sha256").asText())) {
                    throw new AssertionError(data + " is not what " + manifest + " says");
                }
                parts.add(part.path("rows") + " rows, " + part.path("sha256"));
            }
            published.contents.put(day, parts);
            published.tokens.put(day, manifest.path("token").asLong());
        }
        return published;
    }
}

package dev.caravan.sources;

import dev.caravan.platform.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The map file of a source whose map type is 2. */
public final class IdentifierMap {

    private IdentifierMap() {}

    /**
     * New identifiers by old ones: {@code old,new} a line, the first comma splits, a later line wins.
     *
     * @return nothing for a source of another map type
     * @throws PipelineException.Permanent {@code source-map} when the file cannot be used
     */
    public static Map<String, String> read(Path mapDir, Source source) {
        Map<String, String> map = new LinkedHashMap<>();
        if (source.mapType() != 2) {
            return map;
        }
        try {
            Path file = IdentifierPattern.mapFile(mapDir, Objects.requireNonNullElse(source.mapFilename(), ""));
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int comma = line.indexOf(',');
                if (comma >= 0) {
                    map.put(
                            line.substring(0, comma).strip(),
                            line.substring(comma + 1).strip());
                } else if (!line.isBlank()) {
                    throw new PipelineException.Permanent(
                            "source-map", file + ": the line '" + line.strip() + "' is not old,new");
                }
            }
            return map;
        } catch (IOException | IllegalArgumentException e) {
            throw new PipelineException.Permanent(
                    "source-map", source.sourceId() + ": the map file cannot be read: " + e.getMessage(), e);
        }
    }
}

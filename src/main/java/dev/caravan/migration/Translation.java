package dev.caravan.migration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration of the original as ours.
 *
 * @param properties in the order in which they are written; no secret among their values
 * @param notes keys that need nothing, or something that a file of settings cannot say; a sentence each
 * @param problems keys that an operator must look at, since what they say is lost; a sentence each
 */
public record Translation(Map<String, String> properties, List<String> notes, List<String> problems) {

    public Translation {
        properties = new LinkedHashMap<>(properties);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }

    /** As a file for {@code --config}. */
    public String file() {
        StringBuilder file = new StringBuilder("# Made from a config.ini of the LA Referencia usage statistics.\n");
        notes.forEach(note -> file.append("# ").append(note).append('\n'));
        problems.forEach(
                problem -> file.append("# NOT TRANSLATED: ").append(problem).append('\n'));
        properties.forEach((key, value) ->
                file.append(key).append(" = ").append(escaped(value)).append('\n'));
        return file.toString();
    }

    /** A backslash begins an escape in a file of properties. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replaceAll("\\s*\\R\\s*", " ");
    }
}

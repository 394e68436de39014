package dev.caravan.sources;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a sources file.
 *
 * @param line its number in the file, the header being 1; 0 for a stored row
 * @param values by column name, of those that the file has; null where the field is empty
 */
public record SourceRow(long line, Map<String, @Nullable String> values) {

    /** What a file may hold: the columns of the original's table. */
    static final List<String> COLUMNS = List.of(
            "source_id",
            "name",
            "url",
            "institution",
            "type",
            "site_id",
            "national_site_id",
            "regional_site_id",
            "auth_token",
            "country_iso",
            "identifier_prefix",
            "identifier_map_regex",
            "identifier_map_replace",
            "identifier_map_filename",
            "identifier_map_type");

    /** What a file must hold. */
    static final List<String> REQUIRED = List.of("source_id", "name", "type", "site_id");

    public SourceRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Empty when the column is absent or null. */
    String text(String column) {
        String value = values.get(column);
        return value == null ? "" : value;
    }

    /** {@code rows} over what is {@code stored}: a line replaces the stored one of its source_id, column by column. */
    public static List<SourceRow> merge(List<SourceRow> stored, List<SourceRow> rows) {
        Map<String, SourceRow> before = new LinkedHashMap<>();
        stored.forEach(row -> before.put(row.text("source_id"), row));
        List<SourceRow> merged = new ArrayList<>();
        for (SourceRow row : rows) {
            SourceRow old = before.remove(row.text("source_id"));
            Map<String, @Nullable String> values = new LinkedHashMap<>(old == null ? Map.of() : old.values());
            values.putAll(row.values());
            merged.add(new SourceRow(row.line(), values));
        }
        merged.addAll(before.values());
        return merged;
    }
}

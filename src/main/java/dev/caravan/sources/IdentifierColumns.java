package dev.caravan.sources;

import dev.caravan.platform.Config;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which column of Matomo's log_link_visit_action holds the item's identifier, by the site's type.
 *
 * @param byType a custom variable's value or a custom dimension, for every type
 */
public record IdentifierColumns(Map<Source.Type, String> byType) {

    private static final Pattern COLUMN = Pattern.compile("custom_var_v[1-9]\\d?|custom_dimension_[1-9]\\d?");

    public IdentifierColumns {
        // in the order of the types: its text is part of rules versions, which must not change with each start
        byType = Collections.unmodifiableMap(new EnumMap<>(byType));
    }

    public static IdentifierColumns from(Config config) {
        Map<Source.Type, String> columns = new EnumMap<>(Source.Type.class);
        for (Source.Type type : Source.Type.values()) {
            String key = "matomo.identifier-column." + type;
            String fallback = type == Source.Type.R ? "custom_var_v1" : "custom_var_v6";
            columns.put(type, config.parsed(key, fallback, "custom_var_v<n> (not v2) or custom_dimension_<n>", text -> {
                if (!COLUMN.matcher(text).matches() || text.equals("custom_var_v2")) {
                    throw new IllegalArgumentException(text);
                }
                return text;
            }));
        }
        return new IdentifierColumns(columns);
    }

    public String of(Source.Type type) {
        return Objects.requireNonNull(byType.get(type));
    }

    /** Without repetition, in the order of their names. */
    public SortedSet<String> all() {
        return new TreeSet<>(byType.values());
    }
}

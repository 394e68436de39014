package dev.caravan.dataset;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column that is computed from a raw column of the same row when a part is written, so that readers need not. The
 * manifest names its version: a reader with other rules computes it from the raw column, which is always there.
 *
 * @param name of the column in the parts; no raw column has it
 * @param raw the column that it is computed from
 * @param version changes with the rules
 * @param rule the value, of {@code type}, for a raw value; either may be null. Safe for many threads
 */
public record DerivedColumn(
        String name, Type type, String raw, String version, Function<@Nullable String, @Nullable Object> rule) {

    /** What a derived column holds: a {@code Boolean} or a {@code String}. */
    public enum Type {
        BOOLEAN,
        TEXT
    }
}

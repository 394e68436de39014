package dev.caravan.bench;

import org.jspecify.annotations.Nullable;

/**
 * A line of the result.
 *
 * @param variant what was measured, or two of them with {@code /} between for their ratio
 * @param figure what of it, for example {@code CPU, warm}
 * @param unit {@code s}, {@code MB}, {@code ×} for ratios, …
 */
record Row(
        String measure,
        String variant,
        String figure,
        String unit,
        Spread value,
        @Nullable Goal goal) {

    Row(String measure, String variant, String figure, String unit, Spread value) {
        this(measure, variant, figure, unit, value, null);
    }
}

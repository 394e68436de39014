package dev.caravan.embedded;

import org.jspecify.annotations.Nullable;

/** Finds the row of log_action, or makes it; one row per (name, type, url_prefix). */
@FunctionalInterface
interface ActionIds {
    long of(@Nullable String name, @Nullable Integer type, @Nullable Integer urlPrefix);
}

package dev.caravan.bench;

import java.util.Map;

/**
 * Something that is measured, in JVMs of its own.
 *
 * @param name for the output; unique
 * @param trial what is done
 * @param heap for {@code -Xmx}
 * @param settings of the product that differ from its defaults
 * @param iterations in one JVM: the first is cold, the last is warm
 */
record Variant(String name, TrialKind trial, Month month, String heap, Map<String, String> settings, int iterations) {}

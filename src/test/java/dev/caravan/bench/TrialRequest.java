package dev.caravan.bench;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a trial's JVM is told.
 *
 * @param dir where the months lie
 * @param settings a file with what differs from the product's defaults
 * @param processes of the servers whose CPU seconds are of interest, by name
 */
record TrialRequest(
        TrialKind trial, Month month, int iterations, Path dir, Path settings, Map<String, Long> processes) {}

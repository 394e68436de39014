package dev.caravan.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a trial's JVM is told.
 *
 * @param dir where the months lie
 * @param settings files with what differs from the product's defaults, later wins
 * @param processes of the servers whose CPU seconds are of interest, by name
 */
record TrialRequest(
        TrialKind trial, Month month, int iterations, Path dir, List<Path> settings, Map<String, Long> processes) {}

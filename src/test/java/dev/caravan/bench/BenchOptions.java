package dev.caravan.bench;

import java.util.List;

/**
 * What is to be measured, and how often.
 *
 * @param sizes events of the months of {@code growth}
 * @param rounds each variant is run once in each; of months larger than {@code events} two at the most
 * @param iterations of the transform in one JVM
 * @param workers of the extraction, a variant for each number
 * @param jvmOptions of the trials' JVMs, beside {@code -Xmx}
 */
record BenchOptions(
        long seed,
        int events,
        List<Integer> sizes,
        int rounds,
        int iterations,
        List<Integer> workers,
        List<String> jvmOptions) {

    private static final int ROUNDS_OF_LARGE = 2;

    Month month() {
        return new Month(seed, events);
    }

    /** From the smallest. */
    List<Month> months() {
        return sizes.stream().sorted().map(size -> new Month(seed, size)).toList();
    }

    int rounds(Month month) {
        return month.events() > events ? Math.min(rounds, ROUNDS_OF_LARGE) : rounds;
    }
}

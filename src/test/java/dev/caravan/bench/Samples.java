package dev.caravan.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** All that was measured: of every variant a JVM per round, of every JVM a sample per iteration. */
final class Samples {

    private final Map<Variant, List<List<Sample>>> rounds = new LinkedHashMap<>();

    /** Which iteration of a JVM. */
    enum Take {
        COLD,
        WARM;

        Sample of(List<Sample> iterations) {
            return iterations.get(this == COLD ? 0 : iterations.size() - 1);
        }
    }

    void add(Variant variant, List<Sample> iterations) {
        rounds.computeIfAbsent(variant, none -> new ArrayList<>()).add(List.copyOf(iterations));
    }

    Map<Variant, List<List<Sample>>> all() {
        return rounds;
    }

    private List<Sample> of(Variant variant, Take take) {
        return rounds.getOrDefault(variant, List.of()).stream().map(take::of).toList();
    }

    Spread spread(Variant variant, Take take, ToDoubleFunction<Sample> figure) {
        return Spread.of(of(variant, take).stream().map(figure::applyAsDouble).toList());
    }

    Spread spread(Variant variant, Take take, String figure) {
        return spread(variant, take, sample -> sample.figure(figure));
    }

    /** The ratios of the rounds that both have: the n-th of one by the n-th of the other. */
    Spread ratio(Variant one, Variant other, Take take, ToDoubleFunction<Sample> figure) {
        List<Sample> above = of(one, take);
        List<Sample> below = of(other, take);
        return Spread.of(IntStream.range(0, Math.min(above.size(), below.size()))
                .mapToObj(i -> figure.applyAsDouble(above.get(i)) / figure.applyAsDouble(below.get(i)))
                .toList());
    }

    Spread ratio(Variant one, Variant other, Take take, String figure) {
        return ratio(one, other, take, sample -> sample.figure(figure));
    }

    /** Whether every sample has this figure: some systems do not tell all. */
    boolean has(Variant variant, String figure) {
        return of(variant, Take.WARM).stream()
                .allMatch(sample -> sample.figures().containsKey(figure));
    }

    /** Results of one month that are not the same everywhere, as sentences; that would be a defect. */
    List<String> differences() {
        Map<Month, Map<String, Map<String, String>>> seen = new LinkedHashMap<>();
        List<String> differences = new ArrayList<>();
        rounds.forEach((variant, jvms) -> jvms.stream().flatMap(List::stream).forEach(sample -> sample.results()
                .forEach((name, value) -> {
                    Map<String, String> values = seen.computeIfAbsent(variant.month(), none -> new TreeMap<>())
                            .computeIfAbsent(name, none -> new LinkedHashMap<>());
                    if (values.putIfAbsent(value, variant.name()) == null && values.size() > 1) {
                        differences.add("%s events: %s is %s in %s and %s in %s"
                                .formatted(
                                        variant.month().size(),
                                        name,
                                        values.keySet().iterator().next(),
                                        values.values().iterator().next(),
                                        value,
                                        variant.name()));
                    }
                })));
        return differences;
    }
}

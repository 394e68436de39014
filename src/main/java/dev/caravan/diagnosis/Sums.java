package dev.caravan.diagnosis;

import dev.caravan.diagnosis.Explanation.Amount;
import dev.caravan.diagnosis.Explanation.Conversions;
import dev.caravan.diagnosis.Explanation.Country;
import dev.caravan.diagnosis.Explanation.Drop;
import dev.caravan.diagnosis.Explanation.Kinds;
import dev.caravan.diagnosis.Explanation.Part;
import dev.caravan.diagnosis.Explanation.Spelling;
import dev.caravan.usage.Metrics;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sum of a period's units. */
final class Sums {

    private Sums() {}

    /** @param unit what the sum is called */
    static Part of(String unit, List<Part> parts) {
        return new Part(
                unit,
                parts.stream().allMatch(Part::complete),
                sum(parts, Part::in, Amount.NONE, Amount::plus),
                parts.stream().mapToLong(Part::recovered).sum(),
                sum(parts, Part::kept, Amount.NONE, Amount::plus),
                merged(
                                parts,
                                Part::dropped,
                                drop -> List.of(drop.stage(), drop.reason()),
                                (one, other) -> new Drop(
                                        one.place(),
                                        one.stage(),
                                        one.reason(),
                                        one.rule(),
                                        one.events() + other.events(),
                                        one.visits() + other.visits()))
                        .stream()
                        .sorted(Comparator.comparingInt(Drop::place).thenComparing(Drop::reason))
                        .toList(),
                sum(parts, Part::figures, Metrics.NONE, Metrics::plus),
                sum(parts, Part::behind, Kinds.NONE, Kinds::plus),
                sum(parts, Part::conversions, Conversions.NONE, Conversions::plus),
                merged(
                                parts,
                                Part::countries,
                                country -> String.valueOf(country.country()),
                                (one, other) -> new Country(
                                        one.country(),
                                        one.figures().plus(other.figures()),
                                        one.events() + other.events()))
                        .stream()
                        .sorted(Comparator.comparingLong(Country::events).reversed())
                        .toList(),
                merged(
                                parts,
                                Part::spellings,
                                spelling -> List.of(spelling.spelling(), String.valueOf(spelling.item())),
                                (one, other) -> new Spelling(
                                        one.spelling(),
                                        one.item(),
                                        one.events() + other.events(),
                                        one.kept() + other.kept()))
                        .stream()
                        .sorted(Comparator.comparingLong(Spelling::events).reversed())
                        .toList());
    }

    private static <T> T sum(List<Part> parts, Function<Part, T> value, T none, BinaryOperator<T> plus) {
        return parts.stream().map(value).reduce(none, plus);
    }

    private static <T> List<T> merged(
            List<Part> parts, Function<Part, List<T>> rows, Function<T, Object> key, BinaryOperator<T> plus) {
        Map<Object, T> merged = parts.stream()
                .map(rows)
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(key, row -> row, plus, LinkedHashMap::new));
        return List.copyOf(merged.values());
    }
}

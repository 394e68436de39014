package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The transform with little memory, against itself with the usual one. */
final class CappedMeasure implements Measure {

    @Override
    public String name() {
        return "capped";
    }

    private static List<Month> months(BenchOptions options) {
        Month largest = options.months().get(options.months().size() - 1);
        return largest.events() > options.events() ? List.of(options.month(), largest) : List.of(options.month());
    }

    @Override
    public List<Variant> variants(BenchOptions options) {
        return months(options).stream()
                .flatMap(month -> Stream.of(Transforms.transform(options, month), Transforms.capped(options, month)))
                .toList();
    }

    @Override
    public List<Row> rows(BenchOptions options, Samples samples) {
        List<Row> rows = new ArrayList<>();
        for (Month month : months(options)) {
            Variant capped = Transforms.capped(options, month);
            rows.addAll(Transforms.rows(name(), capped, samples));
            rows.add(Transforms.ratio(
                    name(), capped, Transforms.transform(options, month), Take.WARM, samples, Goal.atMost(1.3)));
        }
        return rows;
    }
}

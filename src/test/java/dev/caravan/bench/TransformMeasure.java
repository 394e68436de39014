package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.ArrayList;
import java.util.List;

/** The transform against what it could cost at the least. */
final class TransformMeasure implements Measure {

    @Override
    public String name() {
        return "transform";
    }

    @Override
    public List<Variant> variants(BenchOptions options) {
        return List.of(decode(options), transform(options));
    }

    private static Variant decode(BenchOptions options) {
        return Transforms.decode(options, options.month());
    }

    private static Variant transform(BenchOptions options) {
        return Transforms.transform(options, options.month());
    }

    @Override
    public List<Row> rows(BenchOptions options, Samples samples) {
        List<Row> rows = new ArrayList<>();
        rows.addAll(Transforms.rows(name(), decode(options), samples));
        rows.addAll(Transforms.rows(name(), transform(options), samples));
        rows.add(Transforms.ratio(name(), transform(options), decode(options), Take.COLD, samples, null));
        rows.add(Transforms.ratio(name(), transform(options), decode(options), Take.WARM, samples, Goal.atMost(4)));
        return rows;
    }
}

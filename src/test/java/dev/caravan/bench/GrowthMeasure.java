package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.ArrayList;
import java.util.List;

/** The transform of months of several sizes. */
final class GrowthMeasure implements Measure {

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<Variant> variants(BenchOptions options) {
        return options.months().stream()
                .map(month -> Transforms.transform(options, month))
                .toList();
    }

    @Override
    public List<Row> rows(BenchOptions options, Samples samples) {
        List<Row> rows = new ArrayList<>();
        for (Variant variant : variants(options)) {
            double millions = variant.month().events() / 1e6;
            rows.add(new Row(
                    name(),
                    variant.name(),
                    "CPU for 1 M events, warm",
                    "s",
                    samples.spread(variant, Take.WARM, sample -> sample.figure(Sample.CPU) / millions)));
            rows.addAll(Transforms.rows(name(), variant, samples));
        }
        return rows;
    }
}

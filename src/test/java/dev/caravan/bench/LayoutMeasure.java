package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.ArrayList;
import java.util.List;

/** The transform of what the original wrote, against that of the product's own parts. */
final class LayoutMeasure implements Measure {

    @Override
    public String name() {
        return "layout";
    }

    @Override
    public List<Variant> variants(BenchOptions options) {
        return List.of(Transforms.transform(options, options.month()), Transforms.legacy(options, options.month()));
    }

    @Override
    public List<Row> rows(BenchOptions options, Samples samples) {
        Variant legacy = Transforms.legacy(options, options.month());
        Variant transform = Transforms.transform(options, options.month());
        List<Row> rows = new ArrayList<>(Transforms.rows(name(), legacy, samples));
        rows.add(Transforms.ratio(name(), legacy, transform, Take.WARM, samples, null));
        return rows;
    }
}

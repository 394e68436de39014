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
    public String description() {
        return "the transform of the original's layout (files of 10,000 rows, Snappy, no manifest) against that of the"
                + " product's parts; goal: the same documents";
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

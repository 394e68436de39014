package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.List;

/** How fast documents reach OpenSearch. */
final class IndexMeasure implements Measure {

    @Override
    public String name() {
        return "index";
    }

    @Override
    public List<Variant> variants(BenchOptions options) {
        return List.of(Services.index(options));
    }

    @Override
    public List<Row> rows(BenchOptions options, Samples samples) {
        Variant variant = Services.index(options);
        return List.of(
                new Row(name(), variant.name(), "documents", "1", samples.spread(variant, Take.COLD, Sample.DOCUMENTS)),
                rate(variant, samples, "documents by the clock", "docs/s", Sample.WALL),
                rate(variant, samples, "documents by CPU, Java", "docs/CPU-s", Sample.CPU),
                rate(variant, samples, "documents by CPU, OpenSearch", "docs/CPU-s", Sample.CPU + ".OpenSearch"));
    }

    private Row rate(Variant variant, Samples samples, String text, String unit, String figure) {
        return new Row(
                name(),
                variant.name(),
                text,
                unit,
                samples.spread(
                        variant,
                        Take.COLD,
                        sample -> sample.figure(Sample.DOCUMENTS) / sample.figure(Step.DOCUMENTS.figure(figure))));
    }
}

package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The extraction against one bare stream of the same queries. */
final class ExtractMeasure implements Measure {

    /** With which the goal is to be reached. */
    private static final int USUAL_WORKERS = 2;

    @Override
    public String name() {
        return "extract";
    }

    @Override
    public List<Variant> variants(BenchOptions options) {
        return Stream.concat(
                        Stream.of(Services.stream(options)),
                        options.workers().stream().map(workers -> Services.extract(options, workers)))
                .toList();
    }

    @Override
    public List<Row> rows(BenchOptions options, Samples samples) {
        List<Row> rows = new ArrayList<>();
        for (Variant variant : variants(options)) {
            rows.add(new Row(
                    name(),
                    variant.name(),
                    "rows by the clock",
                    "krows/s",
                    samples.spread(variant, Take.COLD, sample -> rate(sample) / 1000)));
            rows.addAll(Services.rows(name(), variant, samples));
        }
        Variant stream = Services.stream(options);
        for (int workers : options.workers()) {
            Variant extract = Services.extract(options, workers);
            rows.add(new Row(
                    name(),
                    extract.name() + " / " + stream.name(),
                    "rows by the clock",
                    "×",
                    samples.ratio(extract, stream, Take.COLD, ExtractMeasure::rate),
                    workers == USUAL_WORKERS ? Goal.atLeast(1) : null));
        }
        return rows;
    }

    private static double rate(Sample sample) {
        return sample.figure(Sample.ROWS) / sample.figure(Sample.WALL);
    }
}

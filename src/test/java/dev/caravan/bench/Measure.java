package dev.caravan.bench;

import java.util.List;
import java.util.stream.Stream;

/** Something to know about the product's speed. */
interface Measure {

    /** For {@code --only}. */
    String name();

    /** What must be run for it; other measures may want the same, which is run once. */
    List<Variant> variants(BenchOptions options);

    /** What is to be told, when all variants have been run. */
    List<Row> rows(BenchOptions options, Samples samples);

    /** Every measure, in the order of the output. */
    static List<Measure> all() {
        return List.of(
                new TransformMeasure(),
                new CappedMeasure(),
                new GrowthMeasure(),
                new LayoutMeasure(),
                new ExtractMeasure(),
                new IndexMeasure(),
                new EndToEndMeasure(),
                new VisitFilesMeasure());
    }

    static Stream<String> names() {
        return all().stream().map(Measure::name);
    }
}

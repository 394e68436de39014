package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** From Matomo to the index, and each step's share of it. */
final class EndToEndMeasure implements Measure {

    @Override
    public String name() {
        return "end-to-end";
    }

    @Override
    public List<Variant> variants(BenchOptions options) {
        return List.of(Services.index(options));
    }

    @Override
    public List<Row> rows(BenchOptions options, Samples samples) {
        Variant variant = Services.index(options);
        List<Row> rows = new ArrayList<>();
        rows.add(row(variant, samples, "clock, all", "s", sample -> total(sample, Sample.WALL)));
        for (Step step : Step.values()) {
            rows.add(row(variant, samples, "clock, " + step, "s", sample -> sample.figure(step.figure(Sample.WALL))));
            rows.add(row(
                    variant, samples, "share of the clock, " + step, "%", sample -> share(sample, step, Sample.WALL)));
        }
        rows.add(row(variant, samples, "CPU of Java, all", "s", sample -> total(sample, Sample.CPU)));
        for (Step step : Step.values()) {
            rows.add(row(
                    variant, samples, "CPU of Java, " + step, "s", sample -> sample.figure(step.figure(Sample.CPU))));
            rows.add(row(
                    variant,
                    samples,
                    "share of the CPU of Java, " + step,
                    "%",
                    sample -> share(sample, step, Sample.CPU)));
        }
        for (String server : Services.SERVERS) {
            String figure = Sample.CPU + "." + server;
            rows.add(row(variant, samples, "CPU of " + server + ", all", "s", sample -> total(sample, figure)));
        }
        return rows;
    }

    private Row row(Variant variant, Samples samples, String text, String unit, ToDoubleFunction<Sample> figure) {
        return new Row(name(), variant.name(), text, unit, samples.spread(variant, Take.COLD, figure));
    }

    private static double total(Sample sample, String figure) {
        return Arrays.stream(Step.values())
                .mapToDouble(step -> sample.figure(step.figure(figure)))
                .sum();
    }

    private static double share(Sample sample, Step step, String figure) {
        return 100 * sample.figure(step.figure(figure)) / total(sample, figure);
    }
}

package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The variants of the transform, and what is told of each. */
final class Transforms {

    /** What the launcher gives the service. */
    private static final String HEAP = "512m";

    private Transforms() {}

    static Variant decode(BenchOptions options, Month month) {
        return variant(options, month, "decode", TrialKind.DECODE, HEAP, Map.of());
    }

    static Variant transform(BenchOptions options, Month month) {
        return variant(options, month, "transform", TrialKind.TRANSFORM, HEAP, Map.of());
    }

    static Variant capped(BenchOptions options, Month month) {
        return variant(
                options, month, "transform capped", TrialKind.TRANSFORM, "256m", Map.of("engine.memory-mb", "512"));
    }

    static Variant legacy(BenchOptions options, Month month) {
        return variant(options, month, "transform of 10,000-row files", TrialKind.TRANSFORM_LEGACY, HEAP, Map.of());
    }

    private static Variant variant(
            BenchOptions options,
            Month month,
            String name,
            TrialKind trial,
            String heap,
            Map<String, String> settings) {
        return new Variant(name + ", " + month.size(), trial, month, heap, settings, options.iterations());
    }

    /** CPU, clock and memory of one variant. */
    static List<Row> rows(String measure, Variant variant, Samples samples) {
        List<Row> rows = new ArrayList<>();
        for (Take take : Take.values()) {
            String suffix = ", " + take.name().toLowerCase(Locale.ROOT);
            rows.add(new Row(measure, variant.name(), "CPU" + suffix, "s", samples.spread(variant, take, Sample.CPU)));
            rows.add(new Row(
                    measure, variant.name(), "clock" + suffix, "s", samples.spread(variant, take, Sample.WALL)));
        }
        if (samples.has(variant, Sample.RSS)) {
            rows.add(new Row(
                    measure,
                    variant.name(),
                    "peak RSS at -Xmx" + variant.heap(),
                    "MB",
                    samples.spread(variant, Take.WARM, Sample.RSS)));
        }
        return rows;
    }

    /** CPU of one to that of another, round by round. */
    static Row ratio(String measure, Variant one, Variant other, Take take, Samples samples, Goal goal) {
        return new Row(
                measure,
                one.name() + " / " + other.name(),
                "CPU, " + take.name().toLowerCase(Locale.ROOT),
                "×",
                samples.ratio(one, other, take, Sample.CPU),
                goal);
    }
}

package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Report files by the service, from SFTP to the tables, against MariaDB's own load of the same valid rows. */
final class VisitFilesMeasure implements Measure {

    private static final String HEAP = "256m";

    @Override
    public String name() {
        return "visitfiles";
    }

    @Override
    public List<Variant> variants(BenchOptions options) {
        return List.of(loadData(options), service(options));
    }

    private static Variant loadData(BenchOptions options) {
        return variant(options, "bare LOAD DATA", TrialKind.LOAD_DATA);
    }

    private static Variant service(BenchOptions options) {
        return variant(options, "report files", TrialKind.VISIT_FILES);
    }

    private static Variant variant(BenchOptions options, String name, TrialKind trial) {
        Month size = options.month();
        return new Variant(name + ", " + size.size() + " rows", trial, size, HEAP, Map.of("run.workers", "2"), 1);
    }

    @Override
    public List<Row> rows(BenchOptions options, Samples samples) {
        List<Row> rows = new ArrayList<>();
        for (Variant variant : variants(options)) {
            rows.add(new Row(
                    name(),
                    variant.name(),
                    "valid rows by the clock",
                    "krows/s",
                    samples.spread(variant, Take.COLD, sample -> rate(sample) / 1000)));
            rows.addAll(Services.rows(name(), variant, samples));
        }
        Variant service = service(options);
        Variant bare = loadData(options);
        rows.add(new Row(
                name(),
                service.name() + " / " + bare.name(),
                "valid rows by the clock",
                "×",
                samples.ratio(service, bare, Take.COLD, VisitFilesMeasure::rate),
                Goal.atLeast(0.4)));
        return rows;
    }

    private static double rate(Sample sample) {
        return sample.figure(Sample.ROWS) / sample.figure(Sample.WALL);
    }
}

package dev.caravan.bench;

import dev.caravan.bench.Samples.Take;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The variants that need servers, and what is told of each. */
final class Services {

    static final List<String> SERVERS = List.of("MariaDB", "S3", "OpenSearch");
    private static final String HEAP = "512m";

    private Services() {}

    static Variant stream(BenchOptions options) {
        return variant(options, "bare stream", TrialKind.STREAM, Map.of());
    }

    static Variant extract(BenchOptions options, int workers) {
        String number = String.valueOf(workers);
        return variant(
                options,
                "extraction, " + workers + (workers == 1 ? " worker" : " workers"),
                TrialKind.EXTRACT,
                Map.of("run.workers", number, "matomo.max-items", number, "matomo.max-items-per-site", number));
    }

    static Variant index(BenchOptions options) {
        return variant(options, "Matomo to index", TrialKind.INDEX, Map.of());
    }

    private static Variant variant(BenchOptions options, String name, TrialKind trial, Map<String, String> settings) {
        Month month = options.month();
        return new Variant(name + ", " + month.size(), trial, month, HEAP, settings, 1);
    }

    /** CPU of Java and of the servers, apart. */
    static List<Row> rows(String measure, Variant variant, Samples samples) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(measure, variant.name(), "CPU, Java", "s", samples.spread(variant, Take.COLD, Sample.CPU)));
        for (String server : SERVERS) {
            rows.add(new Row(
                    measure,
                    variant.name(),
                    "CPU, " + server,
                    "s",
                    samples.spread(variant, Take.COLD, Sample.CPU + "." + server)));
        }
        if (samples.has(variant, Sample.RSS)) {
            rows.add(new Row(
                    measure,
                    variant.name(),
                    "peak RSS at -Xmx" + variant.heap(),
                    "MB",
                    samples.spread(variant, Take.COLD, Sample.RSS)));
        }
        return rows;
    }
}

package dev.caravan.bench;

import dev.caravan.bench.MonthFolder.Layout;
import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.platform.Config;
import dev.caravan.usage.Transform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;

/** The product's transform, from parts on this disk to documents that are not sent. */
final class TransformTrial implements Trial {

    private final Transform transform;
    private final Path folder;
    private final Fetched parts;
    private final Meter meter;

    TransformTrial(Config config, MonthFolder month, Layout layout, Meter meter) throws IOException {
        this.transform = new Transform(config);
        this.folder = month.parts(layout);
        this.parts = month.fetched(layout);
        this.meter = meter;
    }

    @Override
    public Sample run() {
        Meter.Reading before = meter.read();
        Transform.Result result = transform.run(Month.SOURCE, Month.PERIOD, parts, folder);
        Meter.Reading after = meter.read();
        TreeMap<String, String> results = new TreeMap<>();
        result.counts().forEach((name, amount) -> results.put(name, String.valueOf(amount)));
        results.put("documents", String.valueOf(result.documents()));
        results.put("documents.hash", result.hash());
        return new Sample(after.since(before), results);
    }
}

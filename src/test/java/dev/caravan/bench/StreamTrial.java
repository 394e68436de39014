package dev.caravan.bench;

import dev.caravan.matomo.BareStream;
import dev.caravan.platform.Config;
import java.util.Map;
import java.util.TreeMap;

/** One bare stream of the queries of the extraction. */
final class StreamTrial implements Trial {

    private final BareStream stream;
    private final Meter meter;

    StreamTrial(Config config, Meter meter) {
        this.stream = new BareStream(config);
        this.meter = meter;
    }

    @Override
    public Sample run() throws Exception {
        Meter.Reading before = meter.read();
        BareStream.Rows rows = stream.read(Month.SOURCE, Month.PERIOD);
        Sample sample = new Sample(
                meter.read().since(before),
                new TreeMap<>(Map.of(
                        "events.in", String.valueOf(rows.events()), "visits.rows", String.valueOf(rows.visits()))));
        sample.figures().put(Sample.ROWS, (double) rows.events() + rows.visits());
        return sample;
    }
}

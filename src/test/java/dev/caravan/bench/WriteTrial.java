package dev.caravan.bench;

import dev.caravan.bench.MonthFolder.Layout;
import java.io.IOException;
import java.sql.SQLException;
import java.util.TreeMap;

/** The extraction's writer makes the month's parts; the rows come from DuckDB, the parts stay on this disk. */
final class WriteTrial implements Trial {

    private final MonthFolder month;
    private final Meter meter;

    WriteTrial(MonthFolder month, Meter meter) {
        this.month = month;
        this.meter = meter;
    }

    @Override
    public Sample run() throws SQLException, IOException, InterruptedException {
        Unfinished.delete(month.parts(Layout.PARTS));
        Meter.Reading before = meter.read();
        month.prepare(Layout.PARTS, line -> {});
        return new Sample(meter.read().since(before), new TreeMap<>());
    }
}

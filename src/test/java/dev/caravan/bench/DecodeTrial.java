package dev.caravan.bench;

import dev.caravan.bench.MonthFolder.Layout;
import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.engine.DuckDbEngine;
import dev.caravan.engine.EngineSettings;
import dev.caravan.engine.Sql;
import dev.caravan.engine.SqlSession;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the transform costs at the least: the engine, set up as for it, decodes the columns that the rules need. */
final class DecodeTrial implements Trial {

    private final EngineSettings settings;
    private final Path folder;
    private final Fetched parts;
    private final Meter meter;

    DecodeTrial(EngineSettings settings, MonthFolder month, Meter meter) throws Exception {
        this.settings = settings;
        this.folder = month.parts(Layout.PARTS);
        this.parts = month.fetched(Layout.PARTS);
        this.meter = meter;
    }

    @Override
    public Sample run() {
        TreeMap<String, String> results = new TreeMap<>();
        Meter.Reading before = meter.read();
        try (SqlSession session = new DuckDbEngine(settings).open(folder)) {
            results.put("decode.events", decode(session, "events", parts.events()));
            results.put("decode.visits", decode(session, "visits", parts.visits()));
        }
        return new Sample(meter.read().since(before), results);
    }

    private static String decode(SqlSession session, String table, List<Path> files) {
        String list =
                files.stream().map(file -> Sql.literal(file.toString())).collect(Collectors.joining(", ", "[", "]"));
        String select = TestSql.read("bench/decode_" + table + ".sql").replace("${files}", list);
        return session.query(select, row -> {
            row.next();
            StringBuilder values = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.append(row.getString(i)).append(' ');
            }
            return values.toString();
        });
    }
}

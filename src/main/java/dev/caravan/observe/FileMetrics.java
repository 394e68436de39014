package dev.caravan.observe;

import dev.caravan.platform.SqlFile;
import dev.caravan.run.Pipeline;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Gauges of the report files of the whole installation, from their control log: the same on every instance. Its run
 * reads them anew.
 */
final class FileMetrics implements Runnable {

    private final JdbcTemplate sql;
    private final Series open;
    private final Series oldest;
    private final Series listed;

    FileMetrics(DataSource database, MeterRegistry registry) {
        this.sql = new JdbcTemplate(database);
        this.open = new Series(MultiGauge.builder("caravan.files.unfinished")
                .description("Report files that have not come to their end")
                .register(registry));
        this.oldest = new Series(MultiGauge.builder("caravan.files.unfinished.age")
                .description("How long the oldest of them is known")
                .baseUnit("seconds")
                .register(registry));
        this.listed = new Series(MultiGauge.builder("caravan.source.listed")
                .description("When the source's folder was listed last, since 1970")
                .baseUnit("seconds")
                .register(registry));
    }

    /** Whether there are any. */
    static boolean apply(List<Pipeline> pipelines) {
        return pipelines.stream().anyMatch(pipeline -> pipeline.name().equals("visitfiles"));
    }

    @Override
    public void run() {
        Map<Tags, Long> files = new HashMap<>();
        Map<Tags, Long> ages = new HashMap<>();
        sql.query(SqlFile.read("observe/files-open.sql"), row -> {
            Tags tags = Tags.of("source", row.getString("source"), "stage", row.getString("stage"));
            files.put(tags, row.getLong("files"));
            ages.put(tags, row.getLong("oldest"));
        });
        Map<Tags, Long> times = new HashMap<>();
        sql.query(SqlFile.read("observe/sources-listed.sql"), row -> {
            times.put(Tags.of("source", row.getString("source")), row.getLong("at"));
        });
        open.set(files);
        oldest.set(ages);
        listed.set(times);
    }
}

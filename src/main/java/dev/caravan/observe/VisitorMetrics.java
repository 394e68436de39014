package dev.caravan.observe;

import dev.caravan.platform.SqlFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Gauges of the visitors, the same on every instance. Its run counts all of them anew, so it should be rare. */
final class VisitorMetrics implements Runnable {

    private final JdbcTemplate sql;
    private final AtomicLong known = new AtomicLong();
    private final AtomicLong active = new AtomicLong();

    VisitorMetrics(DataSource database, MeterRegistry registry) {
        this.sql = new JdbcTemplate(database);
        Gauge.builder("caravan.visitors.known", known, AtomicLong::get)
                .description("Visitors in the table")
                .register(registry);
        Gauge.builder("caravan.visitors.active", active, AtomicLong::get)
                .description("Those with a visit in this month")
                .register(registry);
    }

    @Override
    public void run() {
        sql.query(SqlFile.read("observe/visitors.sql"), row -> {
            known.set(row.getLong("known"));
            active.set(row.getLong("active"));
        });
    }
}

package dev.caravan.visitfiles.load;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whose calendar decides what this month and this year are. */
record BusinessZone(ZoneId zone) {

    private static final Duration AHEAD = Duration.ofDays(20 * 366);

    /** This month as yyyymm. */
    int period(Clock clock) {
        return period(YearMonth.now(clock.withZone(zone)));
    }

    static int period(YearMonth month) {
        return month.getYear() * 100 + month.getMonthValue();
    }

    /** Writes the zone's offsets, from now on and 20 years ahead, for the views. */
    void write(DataSource database, Instant now) {
        Map<LocalDateTime, Integer> offsets = new TreeMap<>();
        offsets.put(
                LocalDateTime.of(1970, 1, 1, 0, 0),
                zone.getRules().getOffset(now).getTotalSeconds());
        ZoneOffsetTransition next = zone.getRules().nextTransition(now);
        while (next != null && next.getInstant().isBefore(now.plus(AHEAD))) {
            offsets.put(
                    LocalDateTime.ofInstant(next.getInstant(), ZoneOffset.UTC),
                    next.getOffsetAfter().getTotalSeconds());
            next = zone.getRules().nextTransition(next.getInstant());
        }
        JdbcTemplate sql = new JdbcTemplate(database);
        Map<LocalDateTime, Integer> written = new TreeMap<>();
        sql.query("select desde_utc, desfase from zona_negocio", row -> {
            written.put(row.getObject(1, LocalDateTime.class), row.getInt(2));
        });
        if (written.equals(offsets)) {
            return;
        }
        new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult(status -> {
            sql.update("delete from zona_negocio");
            sql.batchUpdate(
                    "insert into zona_negocio (desde_utc, desfase) values (?, ?)"
                            + " on duplicate key update desfase = values(desfase)",
                    offsets.entrySet().stream()
                            .map(offset -> new Object[] {offset.getKey(), offset.getValue()})
                            .toList());
        });
    }
}

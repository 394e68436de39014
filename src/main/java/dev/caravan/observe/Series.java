package dev.caravan.observe;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The series of one gauge. A series that stays is never missing, not even for the moment in which it gets its new value:
 * a scrape just then would end an alert. Set by one thread, read by many.
 */
final class Series {

    private final MultiGauge gauge;
    private final Map<Tags, AtomicLong> values = new HashMap<>();

    Series(MultiGauge gauge) {
        this.gauge = gauge;
    }

    /** Those that are not among {@code now} vanish. */
    void set(Map<Tags, Long> now) {
        values.keySet().retainAll(now.keySet());
        now.forEach((tags, value) ->
                values.computeIfAbsent(tags, fresh -> new AtomicLong()).set(value));
        gauge.register(
                values.entrySet().stream()
                        .<Row<?>>map(series -> Row.of(series.getKey(), series.getValue()))
                        .toList(),
                false);
    }
}

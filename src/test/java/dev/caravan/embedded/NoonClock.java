package dev.caravan.embedded;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * It is noon of the day on which this was made, in the zone of the business, or of a later day when a test says so: no
 * date changes by itself.
 */
public final class NoonClock extends Clock {

    private static final ZoneId ZONE = ZoneId.of("America/Mexico_City");

    private final LocalDate first = LocalDate.now(ZONE);
    private volatile int days;

    public LocalDate day() {
        return first.plusDays(days);
    }

    public void nextDay() {
        later(days + 1);
    }

    /** @param next days after the first */
    public void later(int next) {
        days = next;
    }

    @Override
    public ZoneId getZone() {
        return ZONE;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                return NoonClock.this.withZone(other);
            }

            @Override
            public Instant instant() {
                return NoonClock.this.instant();
            }
        };
    }

    @Override
    public Instant instant() {
        return day().atTime(12, 0).atZone(ZONE).toInstant();
    }
}

package dev.caravan.crash;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** It is noon in the business zone until a test says that it is the next day's. */
final class NoonClock extends Clock {

    private static final ZoneId ZONE = ZoneId.of("America/Mexico_City");

    private volatile LocalDate day = LocalDate.now(ZONE);

    LocalDate day() {
        return day;
    }

    void nextDay() {
        day = day.plusDays(1);
    }

    @Override
    public ZoneId getZone() {
        return ZONE;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }

    @Override
    public Instant instant() {
        return day.atTime(12, 0).atZone(ZONE).toInstant();
    }
}

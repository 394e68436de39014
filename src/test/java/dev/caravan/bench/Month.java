package dev.caravan.bench;

import dev.caravan.run.Period;
import dev.caravan.sources.Source;

/**
 * A made-up month of one repository; always the same for the same seed and size ({@code bench/month.sql}).
 *
 * @param events at least {@link #LEAST}
 */
record Month(long seed, int events) {

    static final int LEAST = 1000;
    static final int USUAL = 5_000_000;
    static final Period PERIOD = Period.parse("2024-05");
    static final int SITE = 7;
    static final Source SOURCE =
            new Source("OPENDOAR::7", "Repository", Source.Type.R, SITE, null, null, "CO", null, 0, null, null, null);

    /** 1.2 million for 5 million events. */
    int visits() {
        return Math.toIntExact(events * 6L / 25);
    }

    /** Of its folder and its database: letters, digits and {@code _}. */
    String name() {
        return "month_" + seed + "_" + events;
    }

    /** For people: {@code 5 M}, {@code 0.5 M}, {@code 3000}. */
    String size() {
        return events % 100_000 == 0 ? "%s M".formatted(events / 1e6).replace(".0 ", " ") : String.valueOf(events);
    }
}

package dev.caravan.crash;

import dev.caravan.embedded.MatomoBulk;
import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Visit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Visits and events for sites of type R: each visit has three to five events on up to 40 items. Every tenth visit is a
 * robot's, on ten items that nobody else looks at; some downloads are thumbnails.
 */
final class Traffic {

    private static final List<String> COUNTRIES = List.of("br", "pt", "ar", "us", "xx");
    /** Of a day, in which visits begin. */
    private static final int SECONDS = 57_000;

    private static final int ITEMS = 40;
    private static final int ITEMS_OF_ROBOTS = 10;

    private Traffic() {}

    static void write(MatomoTables tables, IntStream sites, LocalDate from, int days, IntUnaryOperator visitsPerDay) {
        long[] idvisit = new long[1];
        try (MatomoBulk bulk = tables.bulk()) {
            sites.forEach(site -> {
                for (int day = 0; day < days; day++) {
                    Instant morning = from.plusDays(day)
                            .atStartOfDay(ZoneOffset.UTC)
                            .plusHours(8)
                            .toInstant();
                    for (int number = 0; number < visitsPerDay.applyAsInt(site); number++) {
                        visit(bulk, site, ++idvisit[0], number, morning.plusSeconds(300L * number % SECONDS));
                    }
                }
            });
        }
    }

    private static void visit(MatomoBulk bulk, int site, long idvisit, int number, Instant first) {
        boolean robot = number % 10 == 9;
        int events = 3 + number % 3;
        Instant last = first.plusSeconds(20L * events);
        String country = COUNTRIES.get(number % COUNTRIES.size());
        bulk.visit(new Visit(idvisit, site, first, last, robot ? 150 : events, country));
        for (int i = 0; i < events; i++) {
            int item = robot ? ITEMS + (number + i) % ITEMS_OF_ROBOTS : (number * 7 + i * 3) % ITEMS;
            Map<String, String> columns = Map.of("custom_var_v1", "oai:repository.example.org:" + item);
            Instant at = first.plusSeconds(20L * i);
            String page = "repository.example.org/record/" + item;
            bulk.event(
                    switch (i % 3) {
                        case 0 -> Event.view(site, idvisit, at, page, columns);
                        case 1 -> Event.download(site, idvisit, at, "https://" + page + "/" + file(number), columns);
                        default -> Event.outlink(site, idvisit, at, "https://doi.example.org/" + item, columns);
                    });
        }
    }

    private static String file(int number) {
        return number % 7 == 0 ? "text.pdf.jpg" : "text.pdf";
    }
}

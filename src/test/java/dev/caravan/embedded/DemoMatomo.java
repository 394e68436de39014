package dev.caravan.embedded;

import dev.caravan.embedded.MatomoTables.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalDate;

/**
 * The demo's Matomo: six sites, September and October 2026 (UTC), always the same rows.
 *
 * <p>Site 1 is a regional portal, 2 to 4 are repositories, 5 and 6 national portals.
 */
public final class DemoMatomo {

    /** The first day of the data, UTC. */
    public static final LocalDate FROM = DemoCalendar.FROM;

    /** The day after the last, UTC. */
    public static final LocalDate TO = DemoCalendar.TO;

    private static final long SEED = 20_260_901;

    private DemoMatomo() {}

    /** Makes the tables of {@link Shape#matomo5()} anew and fills them. */
    public static Loaded load(Connection connection) {
        MatomoTables tables = new MatomoTables(connection, Shape.matomo5());
        tables.create();
        for (DemoSite site : DemoSites.ALL) {
            tables.site(site.idsite(), site.name(), "https://" + site.host());
        }
        DemoVisits demo = DemoVisits.of(SEED);
        try (MatomoBulk bulk = tables.bulk()) {
            DemoSession.SEARCH_WORDS.forEach(word -> bulk.action(word, 8, null));
            demo.visits().forEach(bulk::visit);
            demo.events().forEach(bulk::event);
        }
        return new Loaded(
                DemoSites.ALL.size(), demo.visits().size(), demo.events().size());
    }

    /**
     * Writes sources.csv and, beside it, the map file that it names.
     *
     * @param directory made if it is not there
     * @return the path of sources.csv
     */
    public static Path writeSources(Path directory) throws IOException {
        return DemoSources.write(directory);
    }

    /** How many rows there are now. */
    public record Loaded(int sites, int visits, int events) {}
}

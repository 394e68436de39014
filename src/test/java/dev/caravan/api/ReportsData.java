package dev.caravan.api;

import dev.caravan.embedded.MatomoTables;
import dev.caravan.embedded.MatomoTables.Event;
import dev.caravan.embedded.MatomoTables.Shape;
import dev.caravan.embedded.MatomoTables.Visit;
import dev.caravan.embedded.TestService;
import dev.caravan.run.PlanRequest.Mode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * A repository (961), its national aggregator (962) and its region (963), which show the same items, a repository whose
 * local ids begin with a letter (964), and one without a prefix (965), indexed by the service from Matomo's rows.
 *
 * <p>January and February of 2025; only those days are extracted that have events, so no month is complete.
 */
final class ReportsData {

    static final String[] SOURCES = {
        "source_id,name,type,site_id,national_site_id,regional_site_id,country_iso,identifier_prefix",
        "OPENDOAR::961,Repositório,R,961,962,963,BR,oai:repo.br",
        "SITEID::962,Nacional,N,962,,963,BR,",
        "SITEID::963,Regional,L,963,,,0,",
        "OPENDOAR::964,Periódicos,R,964,,963,BR,oai:ojs.br",
        "OPENDOAR::965,Sin prefijo,R,965,,963,CO,"
    };

    static final String ITEM = "oai:repo.br:1/10";
    static final String LONGER = "oai:repo.br:1/10/3";
    static final String ARTICLE = "oai:ojs.br:article/7";

    private final MatomoTables tables;

    private ReportsData(Connection matomo) {
        this.tables = new MatomoTables(matomo, Shape.matomo5());
    }

    static void index(TestService service) throws SQLException, InterruptedException {
        for (int site = 961; site <= 965; site++) {
            service.forget(site);
        }
        service.sources(SOURCES);
        try (Connection matomo = service.matomo()) {
            new ReportsData(matomo).write();
        }
        for (String day : new String[] {"2025-01-10", "2025-02-03", "2025-02-20"}) {
            service.run("matomo", day, Mode.MISSING, "961", "962", "963", "964");
        }
        service.run("matomo", "2025-02-14", Mode.MISSING, "965");
        service.run("usage", "2025-01", Mode.MISSING, "961", "962", "963", "964");
        service.run("usage", "2025-02", Mode.MISSING, "961", "962", "963", "964", "965");
        service.run("usage", "2025-02-03", Mode.MISSING, "961");
        service.run("usage", "2025-02-20", Mode.MISSING, "961");
        service.run("usage", "2025-02-14", Mode.MISSING, "965");
    }

    private void write() {
        tables.create();
        // the item: viewed and downloaded in January by Brazil, in two spellings; in February by three countries
        use(961, "2025-01-10T10:00:00", "br", ITEM, true);
        use(961, "2025-01-10T11:00:00", "br", "oai:https://repo.br/server:1/10", true);
        use(961, "2025-02-03T10:00:00", "ar", ITEM, false);
        use(961, "2025-02-03T11:00:00", "br", ITEM, true);
        use(961, "2025-02-20T10:00:00", "xx", ITEM, false);
        // another one, which begins like the item
        use(961, "2025-02-20T11:00:00", "br", LONGER, true);
        use(961, "2025-02-20T12:00:00", "br", LONGER, true);
        use(961, "2025-02-20T13:00:00", "br", LONGER, true);
        // Argentina used many items once: more documents than Brazil, and fewer downloads
        use(961, "2025-02-20T13:30:00", "ar", LONGER, false);
        use(961, "2025-02-20T14:00:00", "ar", "oai:repo.br:2/1", true);
        use(961, "2025-02-20T15:00:00", "ar", "oai:repo.br:2/2", true);
        use(961, "2025-02-20T16:00:00", "ar", "oai:repo.br:2/3", true);
        // the aggregators: views, and outlinks to the repository
        use(962, "2025-01-10T10:00:00", "br", ITEM, true);
        use(962, "2025-02-03T10:00:00", "pt", ITEM, false);
        use(963, "2025-02-03T10:00:00", "pt", ITEM, true);
        use(963, "2025-02-03T11:00:00", "pt", LONGER, false);
        // an Argentinian item in the region, which is no use of Brazil's
        use(963, "2025-02-03T12:00:00", "ar", "oai:repo.ar:9", true);
        use(964, "2025-02-20T10:00:00", "br", ARTICLE, true);
        use(965, "2025-02-14T10:00:00", "co", "oai:sinprefijo.co:5", true);
    }

    /** A visit that views an item, and downloads it or, in an aggregator, follows its link. */
    private void use(int site, String time, String country, String identifier, boolean converts) {
        Instant at = Instant.parse(time + "Z");
        boolean aggregator = site == 962 || site == 963;
        long visit = tables.visit(new Visit(0, site, at, at.plusSeconds(60), converts ? 2 : 1, country));
        Map<String, String> columns = aggregator
                ? Map.of("custom_var_v6", identifier, "custom_var_v2", identifier.contains(".ar:") ? "AR_1" : "BR_1")
                : Map.of("custom_var_v1", identifier);
        tables.event(Event.view(site, visit, at, "repo.example/handle/1", columns));
        if (converts) {
            tables.event(
                    aggregator
                            ? Event.outlink(site, visit, at.plusSeconds(60), "https://repo.br/1", columns)
                            : Event.download(site, visit, at.plusSeconds(60), "https://repo.br/a.pdf", columns));
        }
    }
}

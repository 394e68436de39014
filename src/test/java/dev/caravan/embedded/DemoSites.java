package dev.caravan.embedded;

import static dev.caravan.embedded.DemoCatalogue.harvested;
import static dev.caravan.embedded.DemoCatalogue.repository;

import dev.caravan.embedded.DemoSite.Spelling;
import java.util.List;

/** The six sites of the demo and what they hold. */
final class DemoSites {

    static final DemoSite REGIONAL;
    static final DemoSite COLOMBIA;
    static final DemoSite PERU;
    static final DemoSite BRAZIL;
    static final DemoSite MEXICO_NATIONAL;
    static final DemoSite BRAZIL_NATIONAL;

    static final List<DemoSite> ALL;

    /** Where the Peruvian repository was before it moved. */
    static final String MOVED_FROM = "antiguo.example.pe";

    static {
        String colombiaHost = "repositorio.example.co";
        String peruHost = "repositorio.example.pe";
        String brazilHost = "acervo.example.br";
        List<DemoItem> colombia = repository("CO", colombiaHost, "123456789/", 420);
        List<DemoItem> peru = repository("PE", peruHost, "20.500.12404/", 310);
        List<DemoItem> brazil = repository("BR", brazilHost, "10261/", 480);
        List<DemoItem> theses = repository("BR", "teses.example.br", "1843/", 260);
        List<DemoItem> mexico = repository("MX", "ru.example.mx", "20.500.11799/", 240);
        List<DemoItem> journals = repository("MX", "revistas.example.mx", "article/", 150);
        List<DemoItem> chile = repository("CL", "repositorio.example.cl", "2250/", 180);

        REGIONAL = new DemoSite(
                1,
                "SITEID::1",
                "Portal Regional Andes",
                'L',
                "0",
                "regional.example.net",
                null,
                Spelling.HARVESTED,
                2_700,
                harvested(brazil, colombia, mexico, peru, chile, theses));
        COLOMBIA = new DemoSite(
                2,
                "OPENDOAR::1001",
                "Repositorio Institucional de Colombia",
                'R',
                "CO",
                colombiaHost,
                null,
                Spelling.MESSY,
                2_300,
                colombia);
        PERU = new DemoSite(
                3,
                "OPENDOAR::1002",
                "Repositorio Universitario del Perú",
                'R',
                "PE",
                peruHost,
                null,
                Spelling.MOVED_HOST,
                1_700,
                peru);
        BRAZIL = new DemoSite(
                4,
                "OPENDOAR::1003",
                "Acervo Acadêmico do Brasil",
                'R',
                "BR",
                brazilHost,
                6,
                Spelling.OLD_NUMBERS,
                2_400,
                brazil);
        MEXICO_NATIONAL = new DemoSite(
                5,
                "SITEID::5",
                "Portal Nacional de México",
                'N',
                "MX",
                "nacional.example.mx",
                5,
                Spelling.HARVESTED,
                1_250,
                harvested(mexico, journals));
        BRAZIL_NATIONAL = new DemoSite(
                6,
                "SITEID::6",
                "Portal Nacional do Brasil",
                'N',
                "BR",
                "nacional.example.br",
                6,
                Spelling.HARVESTED,
                1_350,
                harvested(brazil, theses));
        ALL = List.of(REGIONAL, COLOMBIA, PERU, BRAZIL, MEXICO_NATIONAL, BRAZIL_NATIONAL);
    }

    private DemoSites() {}
}

package dev.caravan.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The items of the repositories and of the portals that harvest them, the most popular first. */
final class DemoCatalogue {

    private static final List<String> AUTHORS =
            List.of("Silva, Ana", "Quispe Mamani, Luz", "Núñez, José", "Gonçalves, João", "Ramírez, Sofía");
    private static final List<String> TITLES = List.of(
            "Calidad del agua en cuencas andinas",
            "Educação e tecnologia: um estudo de caso",
            "Riesgo sísmico y vivienda popular",
            "Políticas de acceso abierto",
            "Biodiversidade da Mata Atlântica",
            "Redes de bibliotecas universitarias",
            "Saúde coletiva na Amazônia");

    /** Every so many items one has a local part with letters beyond ASCII. */
    private static final int ACCENTED_EVERY = 40;

    /** Coprime with all sizes used, so that every number comes once and popular items are spread over them. */
    private static final int STRIDE = 37;

    private static final int MOST_POPULAR = 42;

    private DemoCatalogue() {}

    /** The items of one repository; number 42 is read most. */
    static List<DemoItem> repository(String country, String host, String handlePrefix, int size) {
        return IntStream.range(0, size)
                .mapToObj(rank -> item(country, host, handlePrefix, (rank * STRIDE + MOST_POPULAR - 1) % size + 1))
                .toList();
    }

    /** What a portal shows: the repositories' items in turns, so that each repository has some of the popular ones. */
    @SafeVarargs
    static List<DemoItem> harvested(List<DemoItem>... repositories) {
        int longest = Stream.of(repositories).mapToInt(List::size).max().orElse(0);
        List<DemoItem> items = new ArrayList<>();
        for (int rank = 0; rank < longest; rank++) {
            for (List<DemoItem> repository : repositories) {
                if (rank < repository.size()) {
                    items.add(repository.get(rank));
                }
            }
        }
        return List.copyOf(items);
    }

    private static DemoItem item(String country, String host, String handlePrefix, int number) {
        String local = handlePrefix + (number % ACCENTED_EVERY == 0 ? "educación-" : "") + number;
        String identifier = "oai:" + host + ":" + local;
        String recordId = String.format(Locale.ROOT, "%s_%08x", country, MatomoRows.hash(identifier));
        String author = AUTHORS.get(number % AUTHORS.size());
        String title = TITLES.get(number % TITLES.size()) + " " + number;
        return new DemoItem(identifier, host, local, country, recordId, author, title);
    }
}

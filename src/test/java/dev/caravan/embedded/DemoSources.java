package dev.caravan.embedded;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** The demo's sources.csv. */
final class DemoSources {

    private static final String MAP_FILE = "acervo-old-numbers.csv";
    private static final int REGIONAL_SITE = 1;

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setRecordSeparator('\n')
            .setHeader(
                    "source_id",
                    "name",
                    "type",
                    "site_id",
                    "national_site_id",
                    "regional_site_id",
                    "country_iso",
                    "identifier_prefix",
                    "identifier_map_type",
                    "identifier_map_regex",
                    "identifier_map_replace",
                    "identifier_map_filename")
            .get();

    private DemoSources() {}

    static Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path csv = directory.resolve("sources.csv");
        try (Writer out = Files.newBufferedWriter(csv);
                CSVPrinter printer = new CSVPrinter(out, FORMAT)) {
            for (DemoSite site : DemoSites.ALL) {
                printer.printRecord(line(site));
            }
        }
        Files.write(directory.resolve(MAP_FILE), DemoOldNumbers.map(DemoSites.BRAZIL));
        return csv;
    }

    private static List<@Nullable Object> line(DemoSite site) {
        Mapping mapping = mapping(site);
        return Arrays.asList(
                site.sourceId(),
                site.name(),
                site.type(),
                site.idsite(),
                site.nationalSite(),
                site.type() == 'L' ? null : REGIONAL_SITE,
                site.country(),
                site.isRepository() ? "oai:" + site.host() : null,
                mapping.type(),
                mapping.regex(),
                mapping.replace(),
                mapping.filename());
    }

    private static Mapping mapping(DemoSite site) {
        return switch (site.spelling()) {
            case MESSY, HARVESTED -> new Mapping(0, null, null, null);
            case MOVED_HOST ->
                new Mapping(
                        1,
                        "^oai:" + DemoSites.MOVED_FROM.replace(".", "\\.") + ":(.*)$",
                        "oai:" + site.host() + ":\\1",
                        null);
            case OLD_NUMBERS -> new Mapping(2, null, null, MAP_FILE);
        };
    }

    private record Mapping(
            int type,
            @Nullable String regex,
            @Nullable String replace,
            @Nullable String filename) {}
}

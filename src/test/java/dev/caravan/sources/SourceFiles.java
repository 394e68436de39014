package dev.caravan.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sources files typed by hand. */
final class SourceFiles {

    /** The columns of a file as operators have them. */
    static final String HEADER = "source_id,name,type,site_id,national_site_id,regional_site_id,country_iso,"
            + "identifier_prefix,identifier_map_type";

    static final List<String> LINES = List.of(
            HEADER,
            "OPENDOAR::1111,Repositorio Alfa,R,1,4,5,CO,oai:alfa.example.org,0",
            "OPENDOAR::3333,\"Repositório \"\"Gama\"\", São Paulo\",R,3,4,5,BR,oai:gama.example.br,0",
            "SITEID::4,Portal Nacional,N,4,4,5,MX,,0",
            "SITEID::5,Portal Regional,L,5,,5,0,,0");

    private SourceFiles() {}

    static List<SourceRow> rows(Path folder, String... lines) {
        return rows(folder, List.of(lines));
    }

    static List<SourceRow> rows(Path folder, List<String> lines) {
        return SourceCsv.read(file(folder, String.join("\n", lines) + "\n"));
    }

    static Path file(Path folder, String text) {
        try {
            return Files.writeString(folder.resolve("sources.csv"), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

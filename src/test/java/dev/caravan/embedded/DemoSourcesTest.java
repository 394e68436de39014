package dev.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSourcesTest {

    @Test
    void writesALinePerSiteAndTheMapItNames(@TempDir Path folder) throws IOException {
        Path csv = DemoMatomo.writeSources(folder.resolve("sources"));

        assertThat(Files.readAllLines(csv))
                .startsWith(
                        "source_id,name,type,site_id,national_site_id,regional_site_id,country_iso,identifier_prefix,"
                                + "identifier_map_type,identifier_map_regex,identifier_map_replace,"
                                + "identifier_map_filename",
                        "SITEID::1,Portal Regional Andes,L,1,,,0,,0,,,")
                .contains(
                        "OPENDOAR::1002,Repositorio Universitario del Perú,R,3,,1,PE,oai:repositorio.example.pe,1,"
                                + "^oai:antiguo\\.example\\.pe:(.*)$,oai:repositorio.example.pe:\\1,",
                        "OPENDOAR::1003,Acervo Acadêmico do Brasil,R,4,6,1,BR,oai:acervo.example.br,2,,,"
                                + "acervo-old-numbers.csv")
                .hasSize(7);
        assertThat(Files.readAllLines(csv.resolveSibling("acervo-old-numbers.csv")))
                .contains(
                        "oai:acervo.example.br:0042,oai:acervo.example.br:10261/42",
                        "oai:acervo.example.br:0050,oai:acervo.example.br:10261/50",
                        "oai:acervo.example.br:9050,oai:acervo.example.br:10261/50")
                .doesNotHaveDuplicates();
    }
}

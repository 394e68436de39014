package dev.caravan.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceCsvTest {

    @TempDir
    private Path folder;

    private List<SourceRow> rows(String text) {
        return SourceCsv.read(SourceFiles.file(folder, text));
    }

    @Test
    void readsWhatOperatorsHave() {
        List<SourceRow> rows = SourceFiles.rows(folder, SourceFiles.LINES);

        assertThat(rows).hasSize(4);
        assertThat(rows.get(1).text("name")).isEqualTo("Repositório \"Gama\", São Paulo");
        assertThat(rows.get(1).text("site_id")).isEqualTo("3");
        assertThat(rows.get(2).values()).containsEntry("identifier_prefix", null);
    }

    @Test
    void takesTheColumnsInAnyOrderAndLeavesOutWhatIsNotThere() {
        SourceRow row = rows("site_id,type,source_id,name\n1,R,A::1,One\n").get(0);

        assertThat(row.values()).containsOnlyKeys("site_id", "type", "source_id", "name");
        assertThat(row.text("source_id")).isEqualTo("A::1");
        assertThat(row.text("country_iso")).isEmpty();
    }

    @Test
    void readsFilesOfSpreadsheets() {
        SourceRow row = rows("\uFEFFsource_id, name ,type,site_id\r\n A::1 ,One,R, 1\r\n\r\n")
                .get(0);

        assertThat(row.text("source_id")).isEqualTo("A::1");
        assertThat(row.text("name")).isEqualTo("One");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "", "\r\n"})
    void numbersTheLinesFromTheHeaderOn(String end) {
        List<SourceRow> rows = rows("source_id,name,type,site_id\nA::1,One,R,1\n\nA::2,Two,R,2" + end);

        assertThat(rows).extracting(SourceRow::line).containsExactly(2L, 4L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source_id", "name", "type", "site_id"})
    void refusesAHeaderWithoutAColumnThatIsNeeded(String missing) {
        String header = "source_id,name,type,site_id,country_iso".replace(missing + ",", "");

        assertThatThrownBy(() -> rows(header + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The header has no column " + missing + "; it has [");
    }

    @ParameterizedTest
    @ValueSource(strings = {"country", "id", "created_at", "updated_at", "Type"})
    void refusesAColumnThatIsNotKnown(String column) {
        assertThatThrownBy(() -> rows("source_id,name,type,site_id," + column + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The column '" + column + "' is not known; the columns are [source_id, name");
    }

    @Test
    void refusesAColumnThatIsThereTwice() {
        assertThatThrownBy(() -> rows("source_id,name,type,site_id,name\nA::1,One,R,1,Uno\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @Test
    void refusesALineOfAnotherLength() {
        assertThatThrownBy(() -> rows("source_id,name,type,site_id\nA::1,One,R,1\nA::2,Two, Inc,R,2\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Line 3 has 5 fields, the header 4");
    }

    @Test
    void refusesAQuoteThatNeverEnds() {
        assertThatThrownBy(() -> rows("source_id,name,type,site_id\nA::1,\"One,R,1\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot read ");
    }

    @Test
    void refusesOtherEncodings() throws IOException {
        Path file = folder.resolve("latin1.csv");
        Files.write(file, new byte[] {'n', 'a', 'm', 'e', (byte) 0xe9, ',', 'x', '\n'});

        assertThatThrownBy(() -> SourceCsv.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot read " + file)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> SourceCsv.read(folder.resolve("none.csv")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot read " + folder.resolve("none.csv"));
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> rows("")).hasMessageStartingWith("The header has no column source_id");
    }
}

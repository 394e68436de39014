package dev.caravan.visitfiles.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.visitfiles.load.LoadOutcome.Duplicate;
import dev.caravan.visitfiles.load.LoadOutcome.Loaded;
import dev.caravan.visitfiles.report.LayoutError;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Taking loads out, putting totals right, checking and erasing")
class VisitorsIT {

    private static final Duration WEEK = Duration.ofDays(7);

    @RegisterExtension
    private static final LoadTables tables = new LoadTables("visitors_it");

    private static final SampleFile SEVEN = SampleFile.of("report_7.txt", "ana", "beto", "caro")
            .with(SampleFile.error(5, "mal@,Ana@example.com,x"), SampleFile.error(6, "mal@,juana@example.com,x"));
    private static final SampleFile EIGHT =
            SampleFile.of("report_8.txt", "ana 2013-01-03T10:00", "dora", "dora 2013-02-19T08:00");
    private static final SampleFile NINE = SampleFile.of("report_9.txt", "caro 2012-01-01T00:00");

    private static List<String> totals() {
        return Stream.concat(tables.visitorRows().stream(), tables.monthRows().stream())
                .toList();
    }

    @Test
    @DisplayName("A-53: an unloaded file leaves no trace in the totals, and its restored rows give what was before")
    void unloadsAndLoadsAgain() {
        Stream.of(SEVEN, NINE).forEach(tables::load);
        List<String> without = totals();
        tables.load(EIGHT);
        List<String> with = totals();

        tables.visitors().unload(tables.id(EIGHT));

        assertThat(totals()).isEqualTo(without);
        assertThat(tables.count("estadisticas")).isEqualTo(4);
        assertThat(tables.record(EIGHT).status()).isEqualTo(FileStatus.RETIRADO);
        assertThat(tables.load(EIGHT.touched()))
                .as("the same content does not come back by itself")
                .isEqualTo(new Duplicate(tables.id(EIGHT)));

        assertThat(tables.load(restored())).isInstanceOf(Loaded.class);
        assertThat(totals()).isEqualTo(with);
        assertThat(tables.record(EIGHT).status()).isEqualTo(FileStatus.COMPLETADO);
    }

    /** The same row, claimed anew. */
    private static SampleFile restored() {
        return EIGHT;
    }

    @Test
    void whatIsNotLoadedCannotBeTakenOut() {
        tables.load(SEVEN);
        tables.visitors().unload(tables.id(SEVEN));

        assertThatThrownBy(() -> tables.visitors().unload(tables.id(SEVEN)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("is not loaded");
        assertThat(tables.count("visitantes") + tables.count("visitante_mes") + tables.count("errores"))
                .isZero();
    }

    @Test
    void aRebuildGivesWhatTheLoadsGave() {
        Stream.of(SEVEN, EIGHT, NINE).forEach(tables::load);
        List<String> right = totals();
        List<String> ids = tables.rows("select id_visitante, email from visitantes order by 1");
        tables.sql.update("update visitantes set visitasTotales = 77 where email = 'ana@example.com'");
        tables.sql.update("update visitante_mes set visitas = 5");
        tables.sql.update("insert into visitantes select null, 'nadie@example.com', fechaPrimeraVisita,"
                + " fechaUltimaVisita, 1, 0, 0, periodo_ref, 1, creado_en, actualizado_en from visitantes limit 1");
        tables.sql.update("insert into visitante_mes select id_visitante, 200001, 1 from visitantes");

        tables.visitors().rebuild();

        assertThat(totals()).isEqualTo(right);
        assertThat(tables.rows("select id_visitante, email from visitantes order by 1"))
                .isEqualTo(ids);
    }

    @Test
    void aRebuildBringsBackWhoWasLost() {
        Stream.of(SEVEN, EIGHT).forEach(tables::load);
        List<String> right = totals();
        tables.sql.update("delete from visitante_mes");
        tables.sql.update("delete from visitantes");

        tables.visitors().rebuild();

        assertThat(totals()).isEqualTo(right);
    }

    @Test
    @DisplayName("A.7.5: the nightly check names those whose totals are not those of the rows")
    void recounts() {
        Stream.of(SEVEN, EIGHT).forEach(tables::load);
        tables.clock = java.time.Clock.systemUTC();
        assertThat(tables.visitors().recount(WEEK)).isEmpty();

        tables.sql.update("update visitantes set visitasTotales = 77 where email = 'ana@example.com'");
        tables.sql.update("update visitante_mes m join visitantes v using (id_visitante) set m.visitas = 5"
                + " where email = 'beto@example.com'");
        tables.sql.update("delete from estadisticas where email = 'caro@example.com'");
        tables.sql.update("delete from visitante_mes where id_visitante ="
                + " (select id_visitante from visitantes where email = 'dora@example.com')");
        tables.sql.update("delete from visitantes where email = 'dora@example.com'");

        // caro has no row left by which the check would come upon her
        assertThat(tables.visitors().recount(WEEK))
                .containsExactlyInAnyOrder("ana@example.com", "beto@example.com", "dora@example.com");
    }

    @Test
    @DisplayName("A.9.3: a person is erased from all tables, and the files that they came in are named")
    void erasesAPerson() {
        Stream.of(SEVEN, EIGHT, NINE).forEach(tables::load);
        LoadRequest again = tables.downloaded(EIGHT.touched());
        tables.log.duplicateOf(again.id(), again.token(), tables.id(EIGHT));
        SampleFile taken = SampleFile.of("report_10.txt", "ana");
        tables.load(taken);
        tables.visitors().unload(tables.id(taken));
        SampleFile refused = SampleFile.of("report_11.txt", "x");
        LoadRequest request = tables.downloaded(refused);
        tables.log.layoutFailed(
                request.id(), request.token(), new LayoutError("L-04", "The header is 'ana@example.com'"));

        Erasure.Erased erased = erase(" ANA@example.com");

        assertThat(erased)
                .isEqualTo(new Erasure.Erased(2, 2, named(SEVEN, EIGHT, EIGHT.touched(), refused), named(taken)));
        assertThat(tables.rows("select email from visitantes union select email from estadisticas"))
                .doesNotContain("ana@example.com")
                .hasSize(3);
        assertThat(tables.rows("select num_linea, fila_original from errores where num_linea > 0 order by 1"))
                .containsExactly("5 null", "6 mal@,juana@example.com,x");
        assertThat(tables.record(refused).message()).isEqualTo("Erased");
        assertThat(tables.visitors().recount(Duration.ofDays(7300))).isEmpty();
    }

    private static Erasure.Erased erase(String email) {
        return new Erasure(
                        tables.pool,
                        files -> files.stream().map(VisitorsIT::named).toList())
                .erase(email);
    }

    private static List<String> named(SampleFile... files) {
        return Stream.of(files)
                .map(tables::record)
                .map(VisitorsIT::named)
                .sorted()
                .toList();
    }

    private static String named(FileRecord file) {
        return "%06d %s".formatted(file.id(), file.file().name());
    }
}

package dev.caravan.visitfiles.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.SqlFile;
import dev.caravan.visitfiles.load.LoadOutcome.Duplicate;
import dev.caravan.visitfiles.load.LoadOutcome.Held;
import dev.caravan.visitfiles.load.LoadOutcome.Loaded;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file's rows, its errors and the totals of its visitors")
class VisitLoadIT {

    @RegisterExtension
    private static final LoadTables tables = new LoadTables("visit_load_it");

    private static final SampleFile FIRST =
            SampleFile.of("report_1.txt", "ana 2013-01-15T10:00", "ana 2013-02-03T09:00", "beto 2012-12-31T23:59");
    private static final SampleFile SECOND = SampleFile.of("report_2.txt", "ana 2013-02-19T08:00");
    private static final SampleFile OLDER =
            SampleFile.of("report_3.txt", "ana 2012-11-05T12:00", "beto 2013-02-01T00:00");

    @Test
    @DisplayName("A-01: three valid rows are three new visitors")
    void loadsValidRows() {
        SampleFile file = SampleFile.of("report_1.txt", "ana", "beto", "caro");

        LoadOutcome outcome = tables.load(file);

        assertThat(outcome).isEqualTo(new Loaded(new LoadCounts(3, 0, 0, 3, 0), false, 0, 0));
        assertThat(tables.visitorRows())
                .containsExactly(
                        "ana@example.com 2013-02-08T18:30 2013-02-08T18:30 1 1 1",
                        "beto@example.com 2013-02-08T18:30 2013-02-08T18:30 1 1 1",
                        "caro@example.com 2013-02-08T18:30 2013-02-08T18:30 1 1 1");
        assertThat(tables.record(file).status()).isEqualTo(FileStatus.COMPLETADO);
        assertThat(tables.record(file).stage()).isEqualTo(FileStage.CARGADO);
        assertThat(tables.record(file).counts()).isEqualTo(new LoadCounts(3, 0, 0, 3, 0));
        assertThat(tables.rows("select id_carga, fuente from archivo_cargado"))
                .containsExactly(tables.id(file) + " web");
        assertThat(tables.count("estadistica")).isEqualTo(3);
    }

    @Test
    @DisplayName("A-09: a file without rows is loaded, and known")
    void loadsAnEmptyFile() {
        assertThat(tables.load(SampleFile.of("report_1.txt")))
                .isEqualTo(new Loaded(new LoadCounts(0, 0, 0, 0, 0), false, 0, 0));
        assertThat(tables.load(SampleFile.of("report_2.txt"))).isInstanceOf(Duplicate.class);
    }

    @Test
    @DisplayName("A-13: rejected rows are kept with their line and all codes, and the file is COMPLETADO_CON_ERRORES")
    void keepsRejectedRows() {
        SampleFile file = SampleFile.of("report_1.txt", "ana", "caro").with(SampleFile.error(9, "a\t\\,\"ñ\r\n\\N,😀"));

        assertThat(tables.load(file)).isEqualTo(new Loaded(new LoadCounts(2, 1, 0, 2, 0), false, 0, 0));

        assertThat(tables.record(file).status()).isEqualTo(FileStatus.COMPLETADO_CON_ERRORES);
        assertThat(
                        tables.rows(
                                "select num_linea, nivel, codigo, codigos, columna, valor, mensaje, fila_original from errores"))
                .containsExactly("9 FILA R-03 R-03,R-06 email mal@ No e-mail address a\t\\,\"ñ\r\n\\N,😀");
    }

    @Test
    @DisplayName("A-22: a person twice in a file is one visitor with two visits; all columns arrive as they were")
    void addsUpWithinAFile() {
        SampleFile file = SampleFile.of("report_1.txt", "d")
                .with(SampleFile.active(3, "d", SampleFile.SENT, 3, 1, List.of("W-01", "W-02", "W-09")));

        assertThat(tables.load(file)).isEqualTo(new Loaded(new LoadCounts(2, 0, 1, 1, 0), false, 0, 0));

        assertThat(tables.visitorRows()).containsExactly("d@example.com 2013-02-08T18:30 2013-02-08T18:30 2 2 2");
        assertThat(tables.rows(
                        "select num_linea, jyv, badmail, baja, fechaOpen, opens, opensVirales, fechaClick, clicks,"
                                + " clicksVirales, links, ips, concat('[', navegadores, ']'), plataformas, advertencias,"
                                + " id_estadistica - id_carga * 4294967296 from estadisticas order by num_linea"))
                .containsExactly(
                        "2 null HARD null null 0 0 null 0 0 null null null null null 2",
                        "3 null null null 2013-02-08 16:30:00 3 0 2013-03-20 18:30:00 1 0 0 192.0.2.16,192.0.2.17 []"
                                + " Win7,unknown W-01,W-02,W-09 3");
    }

    @Test
    @DisplayName("A-23: the last visit is that of the later row")
    void takesTheLaterDate() {
        tables.load(SampleFile.of("report_1.txt", "ana", "ana 2013-02-09T10:00"));

        assertThat(tables.visitorRows()).containsExactly("ana@example.com 2013-02-08T18:30 2013-02-09T10:00 2 2 2");
    }

    @Test
    @DisplayName("A-24, A-25: a later file adds, an older one lowers the first date")
    void addsOverFiles() {
        tables.load(FIRST);
        assertThat(tables.visitorRows())
                .containsExactly(
                        "ana@example.com 2013-01-15T10:00 2013-02-03T09:00 2 2 1",
                        "beto@example.com 2012-12-31T23:59 2012-12-31T23:59 1 0 0");
        tables.today("2013-02-21T02:00");

        assertThat(tables.load(SECOND)).isEqualTo(new Loaded(new LoadCounts(1, 0, 0, 0, 1), false, 0, 0));
        assertThat(tables.visitorRows()).contains("ana@example.com 2013-01-15T10:00 2013-02-19T08:00 3 3 2");

        tables.load(OLDER);
        assertThat(tables.visitorRows())
                .containsExactly(
                        "ana@example.com 2012-11-05T12:00 2013-02-19T08:00 4 3 2",
                        "beto@example.com 2012-12-31T23:59 2013-02-01T00:00 2 1 1");
    }

    @Test
    @DisplayName("A-25: all six orders of three files give the same tables")
    void orderDoesNotMatter() {
        List<SampleFile> files = List.of(FIRST, SECOND, OLDER);
        List<List<String>> results = new ArrayList<>();
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                if (a != b) {
                    tables.beforeEach(null);
                    Stream.of(files.get(a), files.get(b), files.get(3 - a - b)).forEach(tables::load);
                    results.add(Stream.concat(tables.visitorRows().stream(), tables.monthRows().stream())
                            .toList());
                }
            }
        }

        assertThat(results).hasSize(6);
        assertThat(results.get(0)).hasSize(7);
        assertThat(results).containsOnly(results.get(0));
    }

    @Test
    @DisplayName("A-26, A-27: a month and a year go by, and the counters with them")
    void rollsOver() {
        String stays = "select email, fechaPrimeraVisita, fechaUltimaVisita, visitasTotales from visitantes order by 1";
        Stream.of(FIRST, SECOND, OLDER).forEach(tables::load);
        List<String> before = tables.rows(stays);
        for (String[] expected : new String[][] {
            {"2013-03-01T00:05", "ana@example.com 3 0", "beto@example.com 1 0"},
            {"2014-01-01T00:05", "ana@example.com 0 0", "beto@example.com 0 0"}
        }) {
            tables.today(expected[0]);
            assertThat(ofTheView())
                    .as("the view, before the job, on %s", expected[0])
                    .containsExactly(expected[1], expected[2]);

            assertThat(tables.visitors().rollOver()).isEqualTo(2);
            assertThat(tables.visitors().rollOver()).isZero();

            assertThat(tables.rows("select email, visitasAnioActual, visitasMesActual from visitantes order by email"))
                    .containsExactly(expected[1], expected[2]);
            assertThat(tables.rows(stays)).isEqualTo(before);
        }
        tables.today("2014-01-02T02:00");

        tables.load(SampleFile.of("report_4.txt", "ana 2014-01-01T00:05"));

        assertThat(tables.visitorRows()).contains("ana@example.com 2012-11-05T12:00 2014-01-01T00:05 5 1 1");
    }

    @Test
    @DisplayName("A-27: a load right after the turn of the year does not wait for the job")
    void countsAnewWhoseCountersAreOld() {
        tables.load(SampleFile.of("report_1.txt", "ana 2013-02-20T01:00", "ana 2013-03-01T00:10", "beto"));
        tables.today("2013-03-01T00:01");

        tables.load(SampleFile.of("report_2.txt", "ana 2013-03-01T00:00"));

        assertThat(tables.visitorRows()).contains("ana@example.com 2013-02-20T01:00 2013-03-01T00:10 3 3 2");
        assertThat(tables.visitors().rollOver()).as("only beto is left").isEqualTo(1);
    }

    /** What a reader sees whose server has the business clock's time, in UTC. */
    private static List<String> ofTheView() {
        return tables.sql.execute((Connection connection) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set timestamp = " + tables.clock.instant().getEpochSecond());
                List<String> lines = new ArrayList<>();
                try (ResultSet row = statement.executeQuery(
                        "select email, visitasAnioActual, visitasMesActual from visitante order by email")) {
                    while (row.next()) {
                        lines.add(row.getString(1) + " " + row.getInt(2) + " " + row.getInt(3));
                    }
                }
                statement.execute("set timestamp = default");
                return lines;
            }
        });
    }

    @Test
    @DisplayName("A-28, A-29, A-30: the same content again, by whatever name and time, changes nothing")
    void skipsKnownContent() {
        tables.load(FIRST);
        List<String> before = tables.visitorRows();

        assertThat(tables.load(FIRST.touched())).isEqualTo(new Duplicate(tables.id(FIRST)));
        assertThat(tables.load(FIRST.named("report_99.txt"))).isEqualTo(new Duplicate(tables.id(FIRST)));

        assertThat(tables.visitorRows()).isEqualTo(before);
        assertThat(tables.count("estadisticas")).isEqualTo(3);
        assertThat(tables.count("archivo_cargado")).isEqualTo(1);
    }

    @Test
    @DisplayName("A-31: a known name with another content is loaded too, and told of")
    void loadsANameAgain() {
        SampleFile more = more();
        tables.load(FIRST);

        assertThat(tables.load(more)).isEqualTo(new Loaded(new LoadCounts(4, 0, 0, 1, 2), true, 3, 0));

        assertThat(tables.count("estadisticas")).isEqualTo(7);
    }

    @Test
    @DisplayName("A-31: with HOLD nothing is loaded")
    void holdsANameBack() {
        tables.load(FIRST);

        assertThat(tables.load(more(), SameName.HOLD)).isEqualTo(new Held(tables.id(FIRST)));

        assertThat(tables.count("estadisticas")).isEqualTo(3);
    }

    @Test
    @DisplayName("A-31: with REPLACE the net effect is one visit")
    void replacesTheFormerVersion() {
        tables.load(FIRST);

        assertThat(tables.load(more(), SameName.REPLACE)).isInstanceOf(Loaded.class);

        assertThat(tables.visitorRows())
                .containsExactly(
                        "ana@example.com 2013-01-15T10:00 2013-02-03T09:00 2 2 1",
                        "beto@example.com 2012-12-31T23:59 2012-12-31T23:59 1 0 0",
                        "caro@example.com 2013-02-08T18:30 2013-02-08T18:30 1 1 1");
        assertThat(tables.record(FIRST).status()).isEqualTo(FileStatus.RETIRADO);
        assertThat(tables.count("archivo_cargado")).isEqualTo(1);
        assertThat(tables.visitors().recount(Duration.ofDays(7300))).isEmpty();
    }

    @Test
    @DisplayName("A-31: with REPLACE the net effect is one visit, also of a file that is staged first")
    void replacesTheFormerVersionOfALargeFile() {
        tables.settings = LoadTables.settings(VisitBasis.ROW, 2);
        tables.load(FIRST);
        List<String> once = tables.visitorRows();

        assertThat(tables.load(FIRST.touched().with(SampleFile.error(9, "mal@,x")), SameName.REPLACE))
                .isInstanceOf(Loaded.class);

        assertThat(tables.visitorRows()).isEqualTo(once);
        assertThat(tables.count("estadisticas")).isEqualTo(3);
        assertThat(tables.visitors().recount(Duration.ofDays(7300))).isEmpty();
    }

    @Test
    @DisplayName("A-31: with REPLACE the version that was found first does not take the place of the later one")
    void holdsAnOlderVersion() {
        LoadRequest older = tables.downloaded(FIRST, SameName.REPLACE);
        tables.load(more(), SameName.REPLACE);

        assertThat(tables.loads().load(older, FIRST)).isEqualTo(new Held(tables.id(more())));

        assertThat(tables.count("estadisticas")).isEqualTo(4);
    }

    @Test
    void addsUpWhatDoesNotFitInMemory(@TempDir Path folder) throws Exception {
        try (Connection connection = tables.pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SqlFile.read("visitfiles/totals-table.sql"));
            VisitTotals totals = new VisitTotals(connection, VisitBasis.ROW, 201302, 2, folder);
            for (String visit : List.of(
                    "beto 2013-02-03T09:00",
                    "ana 2013-02-02T09:00",
                    "ana 2012-12-31T23:59",
                    "caro 2013-01-05T09:00",
                    "ana 2013-02-01T09:00",
                    "beto 2013-02-04T09:00",
                    "ana 2013-01-01T09:00")) {
                totals.add(SampleFile.of("report_1.txt", visit).valid().get(0));
            }
            totals.end();
            try (ResultSet rows =
                    statement.executeQuery("select group_concat(concat_ws(' ', substring_index(email, '@', 1),"
                            + " periodo, visitas, date(primera), date(ultima), total, anio, mes)"
                            + " order by email, periodo separator '\n') from carga_visitas")) {
                rows.next();
                assertThat(rows.getString(1).lines())
                        .containsExactly(
                                "ana 201212 1 2012-12-31 2013-02-02 4 3 2",
                                "ana 201301 1 2013-01-01 2013-01-01",
                                "ana 201302 2 2013-02-01 2013-02-02",
                                "beto 201302 2 2013-02-03 2013-02-04 2 2 2",
                                "caro 201301 1 2013-01-05 2013-01-05 1 1 0");
            }
            statement.execute("drop temporary table carga_visitas");
            assertThat(totals.visits()).isEqualTo(7);
            assertThat(totals.visitors()).isEqualTo(3);
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static SampleFile more() {
        return FIRST.touched().with(SampleFile.row(5, "caro", SampleFile.SENT));
    }

    @Test
    @DisplayName("A.5: opens or clicks may be what counts as a visit")
    void countsByTheBasis() {
        SampleFile file = SampleFile.of("report_1.txt", "ana")
                .with(SampleFile.active(3, "beto", SampleFile.SENT, 3, 2, List.of()));
        tables.settings = LoadTables.settings(VisitBasis.OPEN, 500_000);
        tables.load(file);
        assertThat(tables.visitorRows()).containsExactly("beto@example.com 2013-02-08T16:30 2013-02-08T16:30 3 3 3");

        tables.settings = LoadTables.settings(VisitBasis.CLICK, 500_000);
        tables.visitors().rebuild();

        assertThat(tables.visitorRows()).containsExactly("beto@example.com 2013-03-20T18:30 2013-03-20T18:30 2 2 0");
    }
}

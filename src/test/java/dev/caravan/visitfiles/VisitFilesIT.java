package dev.caravan.visitfiles;

import static dev.caravan.visitfiles.report.ReportLines.HEADER;
import static dev.caravan.visitfiles.report.ReportLines.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.SftpServer;
import dev.caravan.embedded.TestService;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

@DisplayName("Report files, from a real SFTP server into a real database")
class VisitFilesIT {

    @TempDir
    private Path folder;

    private SftpServer sftp;
    private TestService service;
    private JdbcTemplate sql;
    private Path local;

    @BeforeEach
    void start() throws IOException {
        sftp = SftpServer.in(folder.resolve("sftp"));
        sftp.start();
        local = folder.resolve("etl");
        service = new TestService("visits", folder)
                .with("visitfiles.source.main.done-marker", "true")
                .with("visitfiles.dir", local.toString())
                .with("visitfiles.layout.max-file-bytes", "10000")
                .with("visitfiles.stable-age", "20ms")
                .with("visitfiles.empty-grace", "20ms")
                .with("visitfiles.stability-wait", "15m");
        sftp.source("main").forEach(service::with);
        sql = new JdbcTemplate(service.components().database());
        service.workOnAll();
    }

    @AfterEach
    void stop() {
        service.close();
        sftp.stop();
    }

    private Path put(String name, String... lines) throws IOException {
        return sftp.put(name, lines);
    }

    private List<ItemReport> night() throws InterruptedException {
        List<ItemReport> items = service.await(service.components().visitFiles().list(List.of("main"), "test"));
        assertThat(items).extracting(ItemReport::state).containsOnly(State.DONE);
        return items;
    }

    private Map<String, Object> file(String name) {
        return sql.queryForMap(
                "select * from bitacora_control where nombre_archivo = ? order by id_carga desc limit 1", name);
    }

    private long count(String table) {
        Long count = sql.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? -1 : count;
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(sftp.root())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<DailyZip.Member> zipped() throws IOException {
        List<DailyZip.Member> members = new ArrayList<>();
        try (Stream<Path> zips = Files.list(local.resolve("backup"))) {
            for (Path zip : zips.toList()) {
                members.addAll(new DailyZip(zip).members().values());
            }
        }
        return members;
    }

    @Test
    @DisplayName("A-01: a file is loaded, kept in the zip, and removed at its source")
    void loadsAFile() throws Exception {
        put("report_7.txt", HEADER, row("ana"), row("beto"), row("caro"));

        List<ItemReport> items = night();

        assertThat(items)
                .extracting(ItemReport::pipeline)
                .contains("visitfiles-list", "visitfiles", "visitfiles-close");
        assertThat(file("report_7.txt"))
                .containsEntry("estatus", "COMPLETADO")
                .containsEntry("etapa", "FINALIZADO")
                .containsEntry("filas_leidas", 3L)
                .containsEntry("visitantes_nuevos", 3L);
        assertThat(count("visitantes where visitasTotales = 1")).isEqualTo(3);
        assertThat(left()).isEmpty();
        assertThat(zipped()).extracting(DailyZip.Member::name).containsExactly("report_7.txt");
        assertThat(local.resolve("staging")).isEmptyDirectory();
    }

    @Test
    @DisplayName("A-28, A-29, A-30: the same content is not loaded again, whatever its name, time and line ends")
    void skipsWhatWasLoaded() throws Exception {
        put("report_7.txt", HEADER, row("ana"));
        night();
        Object first = file("report_7.txt").get("id_carga");
        put("report_8.txt", HEADER, row("ana"));
        put("report_9.txt", HEADER + "\r", row("ana") + "\r");
        Files.setLastModifiedTime(
                put("report_7.txt", HEADER, row("ana")), FileTime.from(Instant.parse("2013-02-10T08:00:00Z")));

        night();

        assertThat(count("visitantes where visitasTotales = 1")).isEqualTo(1);
        assertThat(count("estadisticas")).isEqualTo(1);
        assertThat(count("archivo_cargado where id_carga = " + first)).isEqualTo(1);
        for (String name : List.of("report_7.txt", "report_8.txt", "report_9.txt")) {
            assertThat(file(name))
                    .containsEntry("estatus", "OMITIDO_DUPLICADO")
                    .containsEntry("etapa", "FINALIZADO")
                    .containsEntry("id_carga_original", first);
        }
        assertThat(left()).isEmpty();
        assertThat(zipped())
                .extracting(DailyZip.Member::name)
                .as("and what has other bytes")
                .containsExactlyInAnyOrder("report_7.txt", "report_9.txt");
    }

    @Test
    @DisplayName("A-03: a file of another layout is kept at its source and in quarantine, and not judged again")
    void keepsWhatIsNoReport() throws Exception {
        put("report_7.txt", HEADER.replace("jyv", "xyz"), row("ana"));

        night();
        List<ItemReport> again = night();

        assertThat(again).extracting(ItemReport::pipeline).doesNotContain("visitfiles");
        assertThat(file("report_7.txt"))
                .containsEntry("estatus", "FALLO_LAYOUT")
                .containsEntry("codigo_fallo", "L-05")
                .containsEntry("etapa", "CUARENTENA");
        assertThat(count("errores where num_linea = 0 and nivel = 'ARCHIVO'")).isEqualTo(1);
        assertThat(count("visitantes")).isZero();
        assertThat(left()).containsExactly("report_7.txt");
        assertThat(zipped()).extracting(DailyZip.Member::status).containsExactly("FALLO_LAYOUT");
        try (Stream<Path> quarantine = Files.walk(local.resolve("cuarentena"))) {
            assertThat(quarantine.filter(Files::isRegularFile).map(file -> file.getFileName()
                            .toString()))
                    .allMatch(name -> name.matches("\\d+__report_7[.]txt([.]motivo[.]json)?"))
                    .hasSize(2);
        }
    }

    @Test
    @DisplayName("A-45: only names that are reports' are taken, in the order of their numbers")
    void takesReportsOnly() throws Exception {
        String[] others = {"Report_1.txt", "report_1.csv", "report_.txt", "report_2.txt.part"};
        for (String other : others) {
            put(other, HEADER, row("otro"));
        }
        Files.createDirectory(sftp.root().resolve("report_3.txt"));
        put("report_10.txt", HEADER, row("ana"));
        put("report_007.txt", HEADER, row("beto"));

        night();

        assertThat(sql.queryForList(
                        "select nombre_archivo from bitacora_control where estatus = 'COMPLETADO' order by item_id",
                        String.class))
                .containsExactly("report_007.txt", "report_10.txt");
        assertThat(left())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Arrays.stream(others), Stream.of("report_3.txt"))
                        .toList());
    }

    @Test
    @DisplayName("A.6.2: a marker says that a file is whole, and goes with it")
    void believesAMarker() throws Exception {
        FileTime later = FileTime.from(Instant.now().plusSeconds(200));
        Files.setLastModifiedTime(put("report_7.txt", HEADER, row("ana")), later);
        Files.setLastModifiedTime(put("report_7.txt.ok"), later);
        put("report_8.txt.ok");

        List<ItemReport> items = night();

        assertThat(file("report_7.txt")).containsEntry("estatus", "COMPLETADO");
        assertThat(items)
                .filteredOn(item -> item.pipeline().equals("visitfiles-list"))
                .singleElement()
                .satisfies(item -> assertThat(item.counts()).containsEntry("files.ignored", 0L));
        assertThat(left()).containsExactly("report_8.txt.ok");
    }

    @Test
    @DisplayName("A-57: a night without files is a night like any other, without a zip")
    void doesWithoutFiles() throws Exception {
        night();

        assertThat(local.resolve("backup")).doesNotExist();
    }

    @Test
    @DisplayName("A-47, A-08, A-09, L-08: no text, nothing and too much are no reports, a header alone is one")
    void judgesStrangeFiles() throws Exception {
        Files.write(put("report_1.txt"), new byte[] {'P', 'K', 3, 4, 0});
        Files.write(put("report_2.txt"), new byte[0]);
        put("report_3.txt", HEADER);
        put("report_4.txt", HEADER, "x".repeat(10_000));
        for (String name : List.of("report_1.txt", "report_2.txt")) {
            Files.setLastModifiedTime(sftp.root().resolve(name), FileTime.from(Instant.parse("2013-02-09T08:00:00Z")));
        }

        night();

        assertThat(file("report_1.txt")).containsEntry("codigo_fallo", "L-02");
        assertThat(file("report_2.txt")).containsEntry("codigo_fallo", "L-01");
        assertThat(file("report_3.txt")).containsEntry("estatus", "COMPLETADO").containsEntry("filas_leidas", 0L);
        assertThat(file("report_4.txt"))
                .containsEntry("codigo_fallo", "L-08")
                .containsEntry("etapa", "CUARENTENA")
                .containsEntry("descargado_en", null);
        assertThat(left()).containsExactly("report_1.txt", "report_2.txt", "report_4.txt");
    }
}

package dev.caravan.visitfiles;

import static dev.caravan.visitfiles.report.ReportLines.HEADER;
import static dev.caravan.visitfiles.report.ReportLines.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Settings;
import dev.caravan.alerts.Alerts;
import dev.caravan.embedded.NoonClock;
import dev.caravan.embedded.SftpServer;
import dev.caravan.embedded.TestService;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.Plan;
import dev.caravan.run.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The database's clock stays: times in the tables are of today, dates of the business are moved. */
@DisplayName("Report files, night after night")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisitNightsIT {

    private final NoonClock clock = new NoonClock();
    private SftpServer sftp;
    private TestService service;
    private JdbcTemplate sql;
    private Path local;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        sftp = SftpServer.in(folder.resolve("sftp"));
        sftp.start();
        local = folder.resolve("etl");
        service = new TestService("visitnights", folder)
                .at(clock)
                .with("visitfiles.dir", local.toString())
                .with("visitfiles.stable-age", "20ms")
                .with("visitfiles.stability-wait", "15m")
                .with("visitfiles.min-free-bytes", "1")
                .with("retry.remote.attempts", "0")
                .with("run.lease", "15m")
                .with("run.max-attempts", "2")
                .with("run.retry.first-delay", "10ms");
        sftp.source("main").forEach(service::with);
        service.with("visitfiles.source.main.truncation", "hold");
        begin();
    }

    private void begin() {
        sql = new JdbcTemplate(service.components().database());
        service.workOnAll();
    }

    @AfterAll
    void stop() {
        service.close();
        sftp.stop();
    }

    @BeforeEach
    void today() throws IOException {
        clock.later(0);
        sql.update("delete from alert_message");
        sql.update("delete from alert");
        try (Stream<Path> files = Files.list(sftp.root())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private LocalDate date() {
        return clock.day();
    }

    private void put(String name, String... lines) throws IOException {
        sftp.put(name, lines);
    }

    private VisitFilesPlans plans() {
        return service.components().visitFiles();
    }

    private List<ItemReport> night() throws InterruptedException {
        return service.await(plans().list(List.of("main"), "schedule"));
    }

    private Map<String, Object> file(String name) {
        return sql.queryForMap(
                "select * from bitacora_control where nombre_archivo = ? order by id_carga desc limit 1", name);
    }

    private long count(String table) {
        Long count = sql.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? -1 : count;
    }

    /** Of which now an alert is open. */
    private List<String> causes(String beginning) {
        Settings settings = service.components().settings();
        new Alerts(
                        service.components().database(),
                        service.components().pipelines(),
                        settings.alerts(),
                        settings.visitFiles().alerts(),
                        clock)
                .evaluate();
        return sql.queryForList(
                "select cause from alert where recovered_at is null and cause like concat(?, '%')",
                String.class, beginning);
    }

    /** The next file that is listed for the first time cannot be fetched, as something lies in its place. */
    private Path obstacle() throws IOException {
        Long last = sql.queryForObject("select coalesce(max(id_carga), 0) from bitacora_control", Long.class);
        Path place = local.resolve("staging").resolve(Long.toString(last == null ? 1 : last + 1));
        return Files.writeString(Files.createDirectories(place.getParent()).resolve(place.getFileName()), "");
    }

    @Test
    @DisplayName("A-40: a file that cannot be fetched all night is loaded on the next day; others are loaded at once")
    void isTriedAgainOnTheNextDay() throws Exception {
        Path obstacle = obstacle();
        put("report_40.txt", HEADER, row("cuarenta"));
        assertThat(night()).extracting(ItemReport::state).contains(State.DEAD);
        put("report_41.txt", HEADER, row("cuarentayuno"));
        night();

        assertThat(file("report_40.txt"))
                .containsEntry("estatus", "FALLO_SISTEMA")
                .containsEntry("codigo_fallo", "S-06")
                .containsEntry("dias_reintento", 0)
                .containsEntry("requiere_intervencion", 0)
                .containsEntry("proximo_reintento", java.sql.Date.valueOf(date().plusDays(1)));
        assertThat(file("report_41.txt")).containsEntry("estatus", "COMPLETADO");
        assertThat(causes("files/failed")).containsExactly("files/failed/main");
        assertThat(count("bitacora_intento where id_carga = "
                        + file("report_40.txt").get("id_carga")))
                .as("attempts")
                .isGreaterThanOrEqualTo(2);

        Files.delete(obstacle);
        clock.later(1);
        assertThat(night()).extracting(ItemReport::state).containsOnly(State.DONE);

        assertThat(file("report_40.txt")).containsEntry("estatus", "COMPLETADO").containsEntry("dias_reintento", 1);
        assertThat(count("visitantes where email = 'cuarenta@ejemplo.com' and visitasTotales = 1"))
                .isEqualTo(1);
        assertThat(causes("files/failed")).isEmpty();
    }

    @Test
    @DisplayName("A-41: after two further days it needs somebody, who is told once, and is not tried again")
    void isGivenUpAfterTwoFurtherDays() throws Exception {
        Path obstacle = obstacle();
        put("report_42.txt", HEADER, row("cuarentaydos"));
        for (int day = 0; day <= 2; day++) {
            clock.later(day);
            assertThat(night()).extracting(ItemReport::state).contains(State.DEAD);
        }

        assertThat(file("report_42.txt"))
                .containsEntry("estatus", "FALLO_SISTEMA")
                .containsEntry("dias_reintento", 2)
                .containsEntry("requiere_intervencion", 1)
                .containsEntry("proximo_reintento", null);
        assertThat(causes("files/given-up/main/")).hasSize(1);

        clock.later(3);
        assertThat(night()).extracting(ItemReport::pipeline).doesNotContain("visitfiles");

        assertThat(causes("files/given-up/main/")).hasSize(1);
        assertThat(count("alert where cause like 'files/given-up/%'")).isEqualTo(1);
        assertThat(sftp.root().resolve("report_42.txt")).exists();
        Files.delete(obstacle);
        sql.update("update bitacora_control set etapa = 'DESAPARECIDO' where nombre_archivo = 'report_42.txt'");
    }

    @Test
    @DisplayName("A.6.2, W-19: a file that may be cut off waits for a day, and is loaded if nobody replaces it")
    void waitsForTheRestOfAFile() throws Exception {
        put("report_19.txt", HEADER, row("entera"), "cortada@ejemplo.com,,,,08/02");
        night();

        assertThat(file("report_19.txt"))
                .containsEntry("estatus", "FALLO_SISTEMA")
                .containsEntry("codigo_fallo", "W-19")
                .containsEntry("requiere_intervencion", 0)
                .containsEntry("proximo_reintento", java.sql.Date.valueOf(date().plusDays(1)));
        assertThat(sftp.root().resolve("report_19.txt")).exists();
        assertThat(count("visitantes where email = 'entera@ejemplo.com'")).isZero();

        clock.nextDay();
        night();

        assertThat(file("report_19.txt"))
                .containsEntry("estatus", "COMPLETADO_CON_ERRORES")
                .containsEntry("mensaje_fallo", null);
        assertThat(count("visitantes where email = 'entera@ejemplo.com'")).isEqualTo(1);
    }

    @Test
    @DisplayName("A-26: when months have gone by, the counters are put right, once")
    void rollsOver() throws Exception {
        String today = LocalDateTime.now(clock).format(DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm"));
        put("report_26.txt", HEADER, row("hoy").replace("08/02/2013 18:30", today));
        night();
        assertThat(count("visitantes where email = 'hoy@ejemplo.com' and visitasMesActual = 1"))
                .isEqualTo(1);

        clock.later(400);
        Plan plan = plans().rollOver();
        Plan joined = plans().rollOver();
        assertThat(service.await(plan)).extracting(ItemReport::state).containsExactly(State.DONE);
        service.await(joined);

        assertThat(count("visitantes where visitasAnioActual > 0 or visitasMesActual > 0"))
                .isZero();
        assertThat(count("visitantes where email = 'hoy@ejemplo.com' and visitasTotales = 1"))
                .isEqualTo(1);
        assertThat(service.await(plans().rollOver())).singleElement().satisfies(item -> assertThat(item.counts())
                .containsEntry("visitors.changed", 0L));
    }

    @Test
    @DisplayName("A.7.5, AL-09: totals that are not those of the rows are told, without a name, until they are right")
    void recounts() throws Exception {
        put("report_75.txt", HEADER, row("contada"));
        night();
        sql.update("update visitantes set visitasTotales = 77 where email = 'contada@ejemplo.com'");

        assertThat(service.await(plans().recount())).singleElement().satisfies(item -> {
            assertThat(item.errorCode()).isEqualTo("visitfiles-totals-differ");
            assertThat(item.errorMessage()).contains("1 visitors").doesNotContain("@");
        });
        assertThat(causes("dead-letters/visitfiles-recount/"))
                .containsExactly("dead-letters/visitfiles-recount/visitfiles-totals-differ");

        sql.update("update visitantes set visitasTotales = 1 where email = 'contada@ejemplo.com'");
        assertThat(service.await(plans().recount()))
                .extracting(ItemReport::state)
                .containsExactly(State.DONE);
        assertThat(causes("dead-letters/visitfiles-recount/")).isEmpty();
    }

    private Path old(String file) throws IOException {
        Path path = local.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "old");
    }

    private Path zip(int age) throws IOException {
        sql.update(
                "insert into respaldo_zip values (?, 'x', repeat('a', 64), 1, 1, utc_timestamp(), ?, null)",
                date().minusDays(age),
                date());
        return old("backup/backup_" + date().minusDays(age).format(DateTimeFormatter.BASIC_ISO_DATE) + ".zip");
    }

    private Path log(int age) throws IOException {
        return old("logs/" + date().minusDays(age).format(DateTimeFormatter.BASIC_ISO_DATE) + "/report_1.log");
    }

    private boolean isForgotten(int age) {
        return count("respaldo_zip where borrado_en is not null and fecha = '" + date().minusDays(age) + "'") == 1;
    }

    @Test
    @DisplayName("A-55: zips go after 90 days and logs after 30, other names stay, and an interrupted end is completed")
    void removesWhatIsOld() throws Exception {
        Path needed = zip(93);
        sql.update(
                "insert into bitacora_control (fuente, nombre_archivo, ruta_origen, tamano_origen, mtime_origen, estatus,"
                        + " etapa, descubierto_en, ruta_respaldo, zip_respaldo, version_layout, version_app) values ('other',"
                        + " 'report_55.txt', '/x', 1, '2013-01-01', 'COMPLETADO', 'PENDIENTE_BORRADO', utc_timestamp(),"
                        + " 'y', ?, 'v', 'v')",
                needed.getFileName().toString());
        Path oldZip = zip(91);
        Path zip = zip(90);
        Files.delete(zip(92));
        Path unfinished = Files.createFile(zip.resolveSibling(zip.getFileName() + ".part"));
        Path oldLog = log(31);
        Path log = log(30);
        Path[] others = {old("backup/backup_old.zip"), old("backup/backup_20139999.zip"), old("logs/20010101.txt")};
        put("report_56.txt", HEADER, row("copia"));
        night();
        Path copy = Path.of(file("report_56.txt").get("ruta_respaldo").toString());
        assertThat(copy).as("it is in the zip").doesNotExist();
        new DailyZip(local.resolve("backup")
                        .resolve(file("report_56.txt").get("zip_respaldo").toString()))
                .extract(
                        ((Number) file("report_56.txt").get("id_carga")).longValue(),
                        Files.createDirectories(copy.getParent()).resolve(copy.getFileName()));

        night();

        assertThat(oldZip).doesNotExist();
        assertThat(oldLog.getParent()).doesNotExist();
        assertThat(unfinished).doesNotExist();
        assertThat(copy).doesNotExist();
        assertThat(List.of(zip, log, needed))
                .allSatisfy(kept -> assertThat(kept).exists());
        assertThat(others).allSatisfy(kept -> assertThat(kept).exists());
        assertThat(isForgotten(91)).isTrue();
        assertThat(isForgotten(92)).as("its file was gone already").isTrue();
        assertThat(isForgotten(90)).isFalse();
        assertThat(sql.queryForMap("select * from respaldo_zip where fecha = ?", date()))
                .containsEntry("expira_en", java.sql.Date.valueOf(date().plusDays(90)))
                .containsEntry("borrado_en", null);

        sql.update("update bitacora_control set etapa = 'FINALIZADO' where fuente = 'other'");
        assertThat(count("bitacora_control where fuente = 'other' and zip_respaldo is not null"))
                .isEqualTo(1);
        night();
        assertThat(needed).as("nothing more is to be done with its file").doesNotExist();
        assertThat(count("bitacora_control where fuente = 'other' and zip_respaldo is null and ruta_respaldo is null"))
                .as("the file has no copy any more")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("S-06, AL-11: without room files wait where they are, and the day is closed all the same")
    void waitsForRoom() throws Exception {
        service.with("visitfiles.min-free-bytes", Long.toString(Long.MAX_VALUE));
        begin();
        put("report_60.txt", HEADER, row("espacio"));

        assertThat(night())
                .extracting(ItemReport::pipeline)
                .contains("visitfiles-list", "visitfiles-close")
                .doesNotContain("visitfiles");
        assertThat(file("report_60.txt")).containsEntry("etapa", "ESTABLE");
        assertThat(causes("files/room")).containsExactly("files/room/main");

        service.with("visitfiles.min-free-bytes", "1");
        begin();
        night();
        assertThat(file("report_60.txt")).containsEntry("estatus", "COMPLETADO");
        assertThat(causes("files/room")).isEmpty();
    }

    @Test
    @DisplayName("A.7.4: each file has its log of the day, a second one of its name too, and nobody's address is in it")
    void keepsLogs() throws Exception {
        put("report_70.txt", HEADER, row("bitacora"), "mal@,,,,x,-,0,0,-,0,0,-,-,-,-");
        night();
        Object first = file("report_70.txt").get("id_carga");
        put("report_70.txt", HEADER, row("otra"), row("mas"));
        night();

        Path day = local.resolve("logs").resolve(date().format(DateTimeFormatter.BASIC_ISO_DATE));
        Object second = file("report_70.txt").get("id_carga");
        String log = Files.readString(day.resolve("report_70.log"));
        assertThat(log)
                .contains(
                        "id_carga=" + first + " stage=DESCARGADO rows=2 valid=1 errors=1",
                        "pipeline=visitfiles state=DONE")
                .doesNotContain("@");
        assertThat(Files.readString(day.resolve("report_70__" + second + ".log")))
                .contains("rows=2 valid=2", "W-15");
        assertThat(Files.readString(
                        day.resolve("orchestrator_" + date().format(DateTimeFormatter.BASIC_ISO_DATE) + ".log")))
                .contains("pipeline=visitfiles-list state=DONE", "pipeline=visitfiles-close state=DONE")
                .doesNotContain("pipeline=visitfiles state");
        assertThat(causes("files/errors/main/")).hasSize(1);
    }
}

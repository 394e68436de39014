package dev.caravan.visitfiles;

import static dev.caravan.visitfiles.report.ReportLines.HEADER;
import static dev.caravan.visitfiles.report.ReportLines.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.alerts.Notices;
import dev.caravan.embedded.SftpServer;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.TestService.Command;
import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline.Granularity;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.PlanRequest.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** One night's files, and then what an operator does with them, in this order. */
@DisplayName("The commands for report files")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VisitFilesCommandsIT {

    /** When everything ended, so that no hour of ours matters. */
    private static final String DAY = "2026-03-05";

    private Path folder;
    private SftpServer sftp;
    private TestService service;

    @BeforeAll
    void oneNight(@TempDir Path folder) throws IOException {
        this.folder = folder;
        sftp = SftpServer.in(folder.resolve("sftp"));
        sftp.start();
        service = new TestService("visitcommands", folder)
                .with("visitfiles.dir", folder.resolve("etl").toString())
                .with("visitfiles.stable-age", "20ms")
                // one after the other: of two with the same content it is the second that is skipped
                .with("visitfiles.max-items", "1")
                .with("visitfiles.stability-wait", "15m");
        sftp.source("main").forEach(service::with);
        put("report_1.txt", HEADER, row("ana"), row("beto"), row("caro"));
        put(
                "report_2.txt",
                HEADER,
                row("ana"),
                "sin-arroba.com" + row("").replaceFirst("@[^,]+", ""),
                row("=dora"),
                row("eva").replace("08/02/2013", "31/02/2013"));
        put("report_3.txt", HEADER.replace("jyv", "xyz"), row("fito"));
        put("report_4.txt", HEADER, row("ana"), row("beto"), row("caro"));
        put("Report_5.txt", HEADER, row("gil"));
        Files.createDirectory(sftp.root().resolve("report_6.txt"));

        Command run = command("run");

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("COMPLETADO_CON_ERRORES", "FALLO_LAYOUT", "OMITIDO_DUPLICADO", "L-05");
        sql().update("update bitacora_control set fin = ?", DAY + " 18:00");
        sql().update("update work_item set unit = ? where pipeline = 'visitfiles-list'", DAY);
        // one that was still growing when it was seen
        sql().update(
                        "insert into bitacora_control (fuente, nombre_archivo, ruta_origen, tamano_origen, mtime_origen, estatus,"
                                + " etapa, descubierto_en, version_layout, version_app) values ('main', 'report_77.txt', '/', 9,"
                                + " '2013-01-01', 'EN_PROCESO', 'DESAPARECIDO', ?, 'v', 'v')",
                        DAY + " 17:00");
        sql().update("update nombre_ignorado set fecha = ?", DAY);
        sql().update("update respaldo_zip set fecha = ?", DAY);
    }

    private JdbcTemplate sql() {
        return new JdbcTemplate(service.components().database());
    }

    @AfterAll
    void stop() {
        service.close();
        sftp.stop();
    }

    private void put(String name, String... lines) throws IOException {
        sftp.put(name, lines);
    }

    private Command command(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "visitfiles";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return service.command(all);
    }

    private JsonNode json(String... arguments) throws IOException {
        Command command = command(arguments);
        assertThat(command.code()).as(command.err()).isZero();
        return new ObjectMapper().readTree(command.out());
    }

    private List<Map<String, Object>> visitors() {
        return sql().queryForList(
                        "select email, fechaPrimeraVisita, fechaUltimaVisita, visitasTotales from visitantes order by email");
    }

    private String status(String id) {
        return sql().queryForObject("select estatus from bitacora_control where id_carga = ?", String.class, id);
    }

    private String id(String name, int version) {
        return sql().queryForList(
                        "select id_carga from bitacora_control where nombre_archivo = ? order by id_carga",
                        String.class,
                        name)
                .get(version);
    }

    @Test
    @Order(1)
    void listsFilesByDayStatusAndSource() throws IOException {
        assertThat(json("list", "--day", DAY, "--status", "FALLO_LAYOUT", "--source", "main", "--json")
                        .at("/files/0/name")
                        .asText())
                .isEqualTo("report_3.txt");
        JsonNode first = json("list", "--limit", "1", "--json");
        assertThat(first.path("next").asText())
                .isEqualTo(first.at("/files/0/id").asText());
        assertThat(command("list").out()).contains("report_1.txt", "report_2.txt", "L-05");
        Command wrong = command("list", "--status", "nonsense");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("caravan: parameter-invalid: status = 'nonsense'");
    }

    @Test
    @Order(1)
    void showsAFileByNameAndById() throws IOException {
        JsonNode file = json("show", "report_2.txt", "--json");

        assertThat(file.path("rowsRead").asLong()).isEqualTo(4);
        assertThat(file.path("errors").toString()).isEqualTo("{\"R-03\":1,\"R-06\":1}");
        assertThat(file.at("/history/0/outcome").asText()).isEqualTo("DONE");
        assertThat(json("show", file.path("id").asText(), "--json")).isEqualTo(file);
        assertThat(command("show", "report_2.txt").out()).contains("COMPLETADO_CON_ERRORES", "  R-06  1", "DONE");
        Command unknown = command("show", "report_9.txt");
        assertThat(unknown.err()).startsWith("caravan: file-unknown: ");
        assertThat(unknown.code()).isEqualTo(2);
    }

    @Test
    @Order(1)
    void listsErrorsWithTheirLines() throws IOException {
        Path csv = folder.resolve("errors.csv");

        Command shown = command("errors", "report_2.txt");
        Command written = command("errors", "report_2.txt", "--out", csv.toString());

        assertThat(shown.code()).isZero();
        assertThat(shown.out())
                .contains("line 3: R-03 email", "line 5: R-06 Fecha envio", ": 31/02/2013 18:30", "eva@");
        assertThat(command("errors", "report_2.txt", "--code", "R-06").out()).doesNotContain("R-03");
        Command first = command("errors", "report_2.txt", "--limit", "1", "--json");
        assertThat(first.out()).contains("\"original\":\"sin-arroba.com,,,,08/02/2013 18:30,-,0,0,-,0,0,-,-,-,-\"");
        assertThat(first.err()).contains("and 1 more");
        assertThat(written.err()).contains("2 errors written");
        assertThat(Files.readAllLines(csv))
                .hasSize(3)
                .element(0)
                .isEqualTo("num_linea,codigo,codigos,columna,valor,mensaje,fila_original");
        assertThat(command("errors", "report_2.txt", "--out", csv.toString()).code())
                .isEqualTo(2);
        assertThat(command("errors", "report_1.txt").code()).isEqualTo(3);
        assertThat(command("errors", "report_3.txt").out()).startsWith("file: L-05");
    }

    @Test
    @Order(1)
    @DisplayName("A-45: the day's report says how many names were no reports', and its counts add up")
    void reportsADay() throws IOException {
        JsonNode report = json("report", "--day", DAY, "--json");
        JsonNode totals = report.path("totals");

        long sum = 0;
        for (JsonNode count : totals.path("byStatus")) {
            sum += count.asLong();
        }
        assertThat(totals.path("files").asLong()).isEqualTo(sum).isEqualTo(4);
        assertThat(totals.path("byStatus").toString())
                .contains("\"COMPLETADO\":1", "\"COMPLETADO_CON_ERRORES\":1", "\"OMITIDO_DUPLICADO\":1");
        assertThat(totals.path("rowsRead").asLong()).isEqualTo(7);
        assertThat(totals.path("rowsValid").asLong())
                .isEqualTo(sql().queryForObject("select count(*) from estadisticas", Long.class))
                .isEqualTo(5);
        assertThat(totals.path("rowsErrors").asLong()).isEqualTo(2);
        assertThat(totals.path("successRate").asDouble()).isBetween(0.66, 0.67);
        assertThat(report.path("light").asText()).as("two of seven rows").isEqualTo("RED");
        assertThat(report.at("/listings/0/ignored").asLong()).isEqualTo(2);
        assertThat(report.at("/listings/0/ignoredNames").toString()).isEqualTo("[\"Report_5.txt\",\"report_6.txt\"]");
        assertThat(report.at("/runs/0/status").asText()).isEqualTo("OK_CON_INCIDENCIAS");
        assertThat(report.at("/runs/0/ended").asText()).isNotEmpty();
        assertThat(report.path("warnings").toString())
                .isEqualTo("[{\"code\":\"W-16\",\"rows\":1,\"files\":1},{\"code\":\"W-18\",\"rows\":1,\"files\":1}]");
        assertThat(report.path("unsettled").toString())
                .isEqualTo("{\"notBackedUp\":0,\"notRemoved\":0,\"quarantined\":1}");
        assertThat(report.at("/storage/zip/files").asLong())
                .as("the repeated one is as the first")
                .isEqualTo(3);
        assertThat(report.at("/storage/freeBytes").asLong()).isPositive();
        assertThat(report.path("errors").findValuesAsText("code")).containsExactlyInAnyOrder("L-05", "R-03", "R-06");
        assertThat(report.toString()).doesNotContain("sin-arroba", "eva@");
        assertThat(report.at("/waiting/0/name").asText()).isEqualTo("report_3.txt");
        assertThat(command("report", "--day", DAY).out())
                .contains(
                        "4 files, 1 failed, 7 rows, 2 with errors",
                        "7 read = 5 valid + 2 with errors",
                        "2 other names, 0 still changing; not reports: Report_5.txt, report_6.txt",
                        "OK_CON_INCIDENCIAS by cli:",
                        "W-18  1 in 1 files",
                        "1 in quarantine, of all days",
                        ".zip: 3 files, ");
        assertThat(command("report", "--day", DAY, "--csv").out().lines()).hasSize(5);
    }

    @Test
    @Order(1)
    void keepsTheReportOfADayThatWasClosed() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("etl/reportes"))) {
            List<Path> kept = files.sorted().toList();

            assertThat(kept)
                    .extracting(file -> file.getFileName().toString().replaceAll("\\d{8}", "DAY"))
                    .containsExactly("reporte_DAY.csv", "reporte_DAY.json", "reporte_DAY.txt");
            assertThat(kept.get(0)).content().hasLineCount(5);
            assertThat(new ObjectMapper()
                            .readTree(kept.get(1).toFile())
                            .at("/runs/0/status")
                            .asText())
                    .as("the closing itself does not keep it open")
                    .isEqualTo("OK_CON_INCIDENCIAS");
            assertThat(kept.get(2)).content().contains("4 files, 1 failed, 7 rows, 2 with errors");
        }
    }

    @Test
    @Order(1)
    void viewsHaveTheFiguresOfADayForDashboards() {
        assertThat(sql().queryForObject(
                                "select concat_ws(' ', dia, archivos, completados, con_errores, fallo_layout, duplicados,"
                                        + " filas_leidas, filas_error) from v_panel_dia",
                                String.class))
                .isEqualTo(DAY + " 3 1 1 1 1 7 2");
        assertThat(sql().queryForList(
                                "select concat_ws(' ', dia, codigo, filas, archivos) from v_panel_errores order by codigo",
                                String.class))
                .containsExactly(DAY + " L-05 1 1", DAY + " R-03 1 1", DAY + " R-06 1 1");
        assertThat(sql().queryForList("select concat_ws(' ', etapa, archivos) from v_panel_etapas", String.class))
                .containsExactly("CUARENTENA 1");
    }

    @Test
    @Order(1)
    @DisplayName("A-57: the report of a day without files says so")
    void reportsADayWithoutFiles() throws IOException {
        assertThat(command("report", "--day", "2026-03-04").out()).contains("GREEN, 0 files, 0 rows");
    }

    @Test
    @Order(2)
    void reportsAMonthAsTheSumOfItsDays() throws IOException {
        // the last second of the month, in the business zone
        sql().update(
                        "update bitacora_control set fin = '2026-04-01 05:59:59' where id_carga = ?",
                        id("report_2.txt", 0));

        JsonNode month = json("report", "--month", "2026-03", "--json");

        assertThat(month.path("days").findValuesAsText("day")).containsExactly(DAY, "2026-03-31");
        for (String figure : List.of("files", "bytes", "rowsRead", "rowsValid", "rowsErrors")) {
            assertThat(month.at("/days/0/totals/" + figure).asLong()
                            + month.at("/days/1/totals/" + figure).asLong())
                    .as(figure)
                    .isEqualTo(month.at("/totals/" + figure).asLong())
                    .isPositive();
        }
        assertThat(month.path("visitors").asLong()).isEqualTo(4);
        assertThat(command("report", "--month", "2026-03", "--csv").out().lines())
                .hasSize(3);
        assertThat(command("report", "--month", "2026-03", "--day", DAY).code()).isEqualTo(2);
        assertThat(command("report").code()).isEqualTo(2);
        assertThat(command("report", "--month", DAY).err()).startsWith("caravan: period-invalid");
    }

    @Test
    @Order(2)
    void aNightWithoutNewFilesHasNothingToDo() {
        Command run = command("run", "--source", "main");

        assertThat(run.code()).as(run.err()).isEqualTo(3);
        assertThat(run.out()).isEqualTo("No files to load." + System.lineSeparator());
        assertThat(command("run", "--source", "other").code()).isEqualTo(2);
        PlanRequest period = new PlanRequest(
                "visitfiles",
                List.of("main"),
                Period.parse(DAY),
                Granularity.DAY,
                Mode.ALL,
                false,
                false,
                PlanRequest.BACKFILL,
                "test");
        assertThatThrownBy(() -> service.components().planner().plan(period))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("'visitfiles' does not go by periods");
    }

    @Test
    @Order(2)
    void discardsAFileInQuarantineForGood() throws IOException {
        Command discarded = command("discard", "report_3.txt", "--reason", "never mind");

        assertThat(discarded.code()).as(discarded.err()).isZero();
        assertThat(json("report", "--day", DAY, "--json").path("waiting")).isEmpty();
        assertThat(command("show", "report_3.txt").out())
                .contains("FALLO_LAYOUT", "Discarded by cli:", ": never mind. ", "xyz");
        assertThat(command("discard", "report_3.txt", "--reason", "again").err())
                .startsWith("caravan: file-state: ");
        assertThat(sftp.root().resolve("report_3.txt")).exists();
    }

    @Test
    @Order(3)
    @DisplayName("A-54: a file that was refused is loaded once its layout is known, and its error stays as history")
    void retriesAFileOfAKnownLayout() {
        assertThat(command("retry", "report_1.txt").err()).startsWith("caravan: file-state: ");
        service.with("visitfiles.layout.column2-names", "jyv,jk,fgh,xyz");

        Command retry = command("retry", "report_3.txt", "--here");

        assertThat(retry.code()).as(retry.err()).isZero();
        assertThat(status(id("report_3.txt", 0))).isEqualTo("COMPLETADO");
        assertThat(sql().queryForObject(
                                "select count(*) from archivo_cargado where id_carga = ?",
                                Long.class,
                                id("report_3.txt", 0)))
                .isEqualTo(1);
        assertThat(command("errors", "report_3.txt").out()).startsWith("file: L-05");
        assertThat(Files.exists(sftp.root().resolve("report_3.txt"))).isFalse();
    }

    @Test
    @Order(4)
    @DisplayName("A-53: a load that was taken out is loaded again from the zip, and all is as before")
    void withdrawsAndRestores() {
        List<Map<String, Object>> before = visitors();

        Command withdrawn = command("withdraw", "report_2.txt", "--reason", "sent by mistake");

        assertThat(withdrawn.code()).as(withdrawn.err()).isZero();
        assertThat(status(id("report_2.txt", 0))).isEqualTo("RETIRADO");
        assertThat(visitors()).extracting(visitor -> visitor.get("email")).doesNotContain("=dora@ejemplo.com");
        assertThat(command("show", "report_2.txt").out()).contains("Taken out by cli:", ": sent by mistake");
        assertThat(command("withdraw", "report_2.txt", "--reason", "again").err())
                .startsWith("caravan: visitfiles-not-loaded");

        Command restored = command("retry", "report_2.txt", "--here");

        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(status(id("report_2.txt", 0))).isEqualTo("COMPLETADO_CON_ERRORES");
        assertThat(visitors()).isEqualTo(before);
    }

    @Test
    @Order(5)
    @DisplayName("A-31: a file that is held takes the place of the one before it, in the end one visit more")
    void replacesAHeldFile() throws IOException {
        service.with("visitfiles.source.main.same-name", "hold");
        put("report_1.txt", HEADER, row("ana"), row("beto"), row("caro"), row("hugo"));
        List<Map<String, Object>> before = visitors();
        Command held = command("run");
        assertThat(held.code()).as(held.err()).isEqualTo(1);
        assertThat(held.out()).contains("W-15");
        assertThat(visitors()).isEqualTo(before);

        Command replaced = command("replace", "report_1.txt");

        assertThat(replaced.code()).as(replaced.err()).isZero();
        assertThat(status(id("report_1.txt", 0))).isEqualTo("RETIRADO");
        assertThat(status(id("report_1.txt", 1))).isEqualTo("COMPLETADO");
        assertThat(visitors()).hasSize(before.size() + 1).containsAll(before);
        assertThat(command("replace", "report_1.txt").err()).startsWith("caravan: file-state: No other load");
    }

    @Test
    @Order(6)
    @DisplayName("A-31: of two files of a name that are both loaded, the younger takes the older one's place")
    void replacesALoadedFile() throws IOException {
        service.with("visitfiles.source.main.same-name", "load");
        put("report_1.txt", HEADER, row("ana"), row("beto"));
        assertThat(command("run").code()).isZero();

        Command replaced = command("replace", "report_1.txt");

        assertThat(replaced.code()).as(replaced.err()).isZero();
        assertThat(status(id("report_1.txt", 1))).isEqualTo("RETIRADO");
        assertThat(visitors())
                .extracting(visitor -> visitor.get("email"))
                .contains("beto@ejemplo.com")
                .doesNotContain("caro@ejemplo.com", "hugo@ejemplo.com");
    }

    @Test
    @Order(6)
    void loadsARefusedFileFromItsCopyWhenItIsNoMoreAtItsSource() throws IOException {
        service.with("visitfiles.layout.remove-refused", "true");
        put("report_9.txt", HEADER.replace("jyv", "otro"), row("ines"));
        assertThat(command("run").code()).isEqualTo(1);
        assertThat(status(id("report_9.txt", 0))).isEqualTo("FALLO_LAYOUT");
        assertThat(sftp.root().resolve("report_9.txt")).doesNotExist();
        service.with("visitfiles.layout.column2-names", "jyv,otro");

        Command retry = command("retry", "report_9.txt", "--here");

        assertThat(retry.code()).as(retry.err()).isZero();
        assertThat(status(id("report_9.txt", 0))).isEqualTo("COMPLETADO");
        assertThat(visitors()).extracting(visitor -> visitor.get("email")).contains("ines@ejemplo.com");
    }

    @Test
    @Order(6)
    void loadsCorrectedRowsAsAFileThatNamesItsOriginal() throws IOException {
        Path corrected = Files.writeString(folder.resolve("corrected.csv"), HEADER + "\n" + row("eva") + "\n");

        for (int time = 0; time < 2; time++) {
            Command replay = command("replay", "report_2.txt", corrected.toString());
            assertThat(replay.code()).as(replay.err()).isZero();
        }

        assertThat(sql().queryForList(
                                "select concat_ws(' ', estatus, etapa, filas_validas, id_carga_original)"
                                        + " from bitacora_control where nombre_archivo like 'replay%'",
                                String.class))
                .containsExactly("COMPLETADO FINALIZADO 1 " + id("report_2.txt", 0));
        assertThat(visitors()).extracting(visitor -> visitor.get("email")).contains("eva@ejemplo.com");
        assertThat(command("replay", "report_1.txt", corrected.toString()).err())
                .startsWith("caravan: file-state: ");
        assertThat(command("replay", "report_2.txt", "nowhere.csv").code()).isEqualTo(2);
    }

    @Test
    @Order(7)
    void countsAllVisitorsAnew() {
        List<Map<String, Object>> before = visitors();
        sql().update("update visitantes set visitasTotales = visitasTotales + 5");

        Command rebuilt = command("rebuild", "--reason", "a difference");

        assertThat(rebuilt.code()).as(rebuilt.err()).isZero();
        assertThat(visitors()).isEqualTo(before);
    }

    @Test
    @Order(8)
    void erasesAPersonAndTellsWhereTheyStillAre() {
        Command erased = command("erase", "INES@ejemplo.com", "--reason", "they have asked");

        assertThat(erased.code()).as(erased.err()).isZero();
        assertThat(erased.out())
                .startsWith("1 rows removed, 0 rejected lines blanked")
                .contains("still in backup_");
        assertThat(visitors()).extracting(visitor -> visitor.get("email")).doesNotContain("ines@ejemplo.com");
        assertThat(command("erase", "ines@ejemplo.com", "--reason", "again").code())
                .isEqualTo(3);
        assertThat(command("erase", "ines", "--reason", "again").code()).isEqualTo(2);
    }

    @Test
    @Order(7)
    void aReportIsSentOnceItsDayOrMonthIsClosed() throws Exception {
        service.work(plans("2026-03-10").list(List.of("main"), "cli:me"));
        tell("2026-03-10");
        assertThat(told()).as("the schedule is still to come").isEmpty();

        service.work(plans("2026-03-10").listAll());
        tell("2026-03-10");
        service.work(plans("2026-03-10").listAll());
        tell("2026-03-10");
        tell("2026-03-11");
        assertThat(told()).containsExactly("visitfiles-report/2026-03-10");

        Plan open = plans("2026-03-31").listAll();
        tell("2026-04-01");
        assertThat(told()).as("a folder is still to be listed").hasSize(1);
        service.work(open);
        tell("2026-04-01");
        tell("2026-04-02");
        assertThat(told())
                .containsExactly(
                        "visitfiles-report/2026-03", "visitfiles-report/2026-03-10", "visitfiles-report/2026-03-31");
    }

    private VisitFilesPlans plans(String day) {
        Clock noon = Clock.fixed(Instant.parse(day + "T18:00:00Z"), ZoneOffset.UTC);
        return new VisitFilesPlans(
                service.components().planner(),
                noon,
                service.components().settings().visitFiles());
    }

    private void tell(String today) {
        DataSource database = service.components().database();
        new ReportsToTell(
                        database,
                        plans(today),
                        new KeptReports(
                                service.components().fileReports(database),
                                service.components().settings().visitFiles().folders()),
                        new Notices(database, service.components().settings().alerts()))
                .tell();
    }

    private List<String> told() {
        return sql().queryForList("select cause from alert order by cause", String.class);
    }
}

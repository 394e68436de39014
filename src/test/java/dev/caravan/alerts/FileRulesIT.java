package dev.caravan.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.Secret;
import dev.caravan.visitfiles.load.LoadSettings;
import dev.caravan.visitfiles.load.VisitBasis;
import dev.caravan.visitfiles.load.VisitFilesDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What somebody is told of report files, by what their control log and the ledger say")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileRulesIT {

    private static final ZoneId ZONE = ZoneId.of("America/Mexico_City");
    private static final String NIGHT = "2026-09-20T08:30:00Z";

    private AlertBench bench;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        bench = new AlertBench("filerules", folder, "none");
        LoadSettings load = new LoadSettings("", new Secret(""), 1, Duration.ofMinutes(1), 1000, VisitBasis.ROW, ZONE);
        VisitFilesDatabase.migrate(bench.database, load, Instant.parse(NIGHT));
        bench.files = new FileLimits(Set.of("main"), ZONE, 0.05, Duration.ofHours(26), Duration.ofHours(1), 2);
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @BeforeEach
    void clear() {
        List.of(
                        "alert_message",
                        "alert",
                        "dead_letter",
                        "attempt_count",
                        "attempt",
                        "run_item",
                        "work_item",
                        "run",
                        "archivo_cargado",
                        "bitacora_control")
                .forEach(table -> bench.sql.update("delete from " + table));
    }

    private List<String> causes(String now) {
        bench.alerts(Instant.parse(now)).evaluate();
        return bench.openCauses();
    }

    private String told() {
        return bench.sql.queryForObject("select concat(title, '\n', text) from alert", String.class);
    }

    private String toldOf(String code) {
        bench.sql.update("update dead_letter set code = ?", code);
        causes(NIGHT);
        return bench.sql.queryForObject(
                "select title from alert where recovered_at is null and cause like concat('%', ?)", String.class, code);
    }

    private List<String> messages() {
        return bench.sql.queryForList(
                "select distinct concat(m.kind, ' ', a.cause) from alert_message m join alert a on a.id = m.alert_id"
                        + " order by 1",
                String.class);
    }

    /** A file of the source main that has ended at a time. */
    private long file(String name, String status, String stage, String ended) {
        bench.sql.update(
                "insert into bitacora_control (fuente, nombre_archivo, ruta_origen, tamano_origen, mtime_origen,"
                        + " estatus, etapa, descubierto_en, descargado_en, cargado_en, fin, version_layout, version_app)"
                        + " values ('main', ?, '/x', (select coalesce(max(o.id_carga), 0) from bitacora_control o),"
                        + " '2013-01-01', ?, ?, ?, ?, ?, ?, 'v', 'v')",
                name,
                status,
                stage,
                ended,
                ended,
                ended,
                ended);
        Long id = bench.sql.queryForObject("select max(id_carga) from bitacora_control", Long.class);
        return id == null ? 0 : id;
    }

    private void set(long id, String values) {
        bench.sql.update("update bitacora_control set " + values + " where id_carga = " + id);
    }

    /** A listing of a business day that is done, with what it counted. */
    private void listed(String day, String done, long planned, long held) {
        listing(day, "DONE", done);
        bench.sql.update(
                "insert into attempt (item_id, number, token, run_id, worker, rules_version, code_version, started_at,"
                        + " outcome) select id, 1, 1, run_id, 'w', 'v', 'v', ?, 'DONE' from work_item where unit = ?",
                done,
                day);
        bench.sql.update(
                "insert into attempt_count select a.id, n.name, n.amount from attempt a join work_item i on"
                        + " i.id = a.item_id and i.unit = ? join (select 'files.planned' as name, ? as amount"
                        + " union all select 'files.held', ?) n",
                day,
                planned,
                held);
    }

    private void listing(String day, String state, String at) {
        bench.sql.update(
                "insert into run values (?, 'visitfiles-list', 'main', ?, ?, 'ALL', 0, 0, 'schedule', 'v', ?)",
                day,
                day,
                day,
                at);
        bench.sql.update(
                "insert into work_item (pipeline, subject, unit, run_id, period_from, period_to, state, priority,"
                        + " not_before, rules_version, code_version, allow_incomplete, created_at, updated_at, done_at)"
                        + " values ('visitfiles-list', 'main', ?, ?, ?, ?, ?, 1, ?, 'v', 'v', 0, ?, ?, ?)",
                day,
                day,
                day,
                day,
                state,
                at,
                at,
                at,
                state.equals("DONE") ? at : null);
    }

    @Test
    @DisplayName("AL-01: a file of another layout, until one of its name is loaded")
    void layout() {
        set(file("report_7.txt", "FALLO_LAYOUT", "CUARENTENA", "2026-09-20 08:10:00"), "codigo_fallo = 'L-05'");
        set(file("report_8.txt", "FALLO_LAYOUT", "CUARENTENA", "2026-09-20 08:11:00"), "codigo_fallo = 'L-04'");

        assertThat(causes(NIGHT)).containsExactly("files/layout/main/2026-09-20");
        assertThat(told())
                .startsWith("AL-01 warning: no reports: 2 files of main\n")
                .contains("  report_7.txt L-05\n  report_8.txt L-04\n");

        file("report_7.txt", "COMPLETADO", "FINALIZADO", "2026-09-21 08:10:00");
        assertThat(causes("2026-09-21T08:30:00Z")).hasSize(1);
        set(file("report_9.txt", "FALLO_LAYOUT", "CUARENTENA", "2026-09-21 08:10:00"), "codigo_fallo = 'L-05'");
        assertThat(causes("2026-09-21T08:30:00Z"))
                .as("another day's is told too")
                .hasSize(2);
        file("report_8.txt", "COMPLETADO_CON_ERRORES", "FINALIZADO", "2026-09-21 08:20:00");
        assertThat(causes("2026-09-21T08:30:00Z")).containsExactly("files/layout/main/2026-09-21");
    }

    @Test
    @DisplayName("AL-02, AL-03: a failure that is tried again, then one that is not")
    void failures() {
        long id = file("report_7.txt", "FALLO_SISTEMA", "CUARENTENA", "2026-09-20 08:10:00");
        set(id, "codigo_fallo = 'S-03', proximo_reintento = '2026-09-21'");

        assertThat(causes(NIGHT)).containsExactly("files/failed/main");
        assertThat(told()).contains("AL-02 warning", "report_7.txt S-03, again on 2026-09-21");

        set(id, "estatus = 'EN_PROCESO', codigo_fallo = null, proximo_reintento = null, dias_reintento = 1");
        assertThat(causes("2026-09-21T08:05:00Z")).as("while it is tried again").containsExactly("files/failed/main");

        set(id, "estatus = 'FALLO_SISTEMA', codigo_fallo = 'S-03', requiere_intervencion = 1");
        for (String night : List.of("2026-09-21T08:30:00Z", "2026-09-22T08:30:00Z")) {
            assertThat(causes(night)).containsExactly("files/given-up/main/2026-09-20");
        }
        assertThat(messages())
                .containsExactly(
                        "OPENED files/failed/main",
                        "OPENED files/given-up/main/2026-09-20",
                        "RECOVERED files/failed/main");
    }

    @Test
    @DisplayName("A file that is tried again opens no alert by itself")
    void tryingAgainIsNoFailure() {
        set(file("report_7.txt", "EN_PROCESO", "EN_COLA", "2026-09-20 08:10:00"), "dias_reintento = 1, fin = null");

        assertThat(causes(NIGHT)).isEmpty();
    }

    @Test
    @DisplayName("A dead file is not told as a dead letter too, a dead listing is (AL-04, AL-12)")
    void deadLetters() {
        listing("2026-09-20", "DEAD", "2026-09-20 08:00:00");
        bench.sql.update("insert into dead_letter (item_id, attempts, code, message, created_at)"
                + " select id, 1, 'visitfiles-sftp-refused', 'no', utc_timestamp(6) from work_item");
        assertThat(causes(NIGHT)).containsExactly("dead-letters/visitfiles-list/visitfiles-sftp-refused");
        assertThat(told()).startsWith("AL-12 critical: 1 item of visitfiles-list dead: visitfiles-sftp-refused\n");
        assertThat(toldOf("visitfiles-sftp-folder")).startsWith("AL-04 critical: ");
        assertThat(toldOf("visitfiles-totals-differ")).startsWith("AL-09 critical: ");

        bench.sql.update("update work_item set pipeline = 'visitfiles'");
        assertThat(causes(NIGHT)).isEmpty();
    }

    @Test
    @DisplayName("AL-05: a source that was not listed for 26 hours")
    void silence() {
        listed("2026-09-19", "2026-09-19 08:01:00", 1, 0);
        assertThat(causes("2026-09-20T10:00:59Z")).isEmpty();
        assertThat(causes("2026-09-20T10:01:01Z")).containsExactly("files/silent/main");
        assertThat(told()).contains("AL-05 critical: source main was not listed in time", "2026-09-19T08:01:00Z");

        listing("2026-09-20", "READY", "2026-09-20 10:05:00");
        assertThat(causes("2026-09-20T10:06:00Z")).as("it has begun").isEmpty();
        assertThat(causes("2026-09-21T12:06:00Z")).as("it has not ended").contains("files/silent/main");
    }

    @Test
    @DisplayName("AL-06: a run that goes on for more than an hour")
    void slowness() {
        listing("2026-09-20", "RUNNING", "2026-09-20 08:00:00");

        assertThat(causes("2026-09-20T09:00:00Z")).isEmpty();
        assertThat(causes("2026-09-20T09:00:01Z")).containsExactly("files/slow/main");
        bench.sql.update("update work_item set state = 'DONE', done_at = '2026-09-20 09:01:00'");
        assertThat(causes("2026-09-20T09:02:00Z")).isEmpty();
    }

    @Test
    @DisplayName("A-57, AL-07: a day without files is none, the second is told")
    void emptiness() {
        listed("2026-09-18", "2026-09-18 08:01:00", 3, 0);
        listed("2026-09-19", "2026-09-19 08:01:00", 0, 0);
        assertThat(causes("2026-09-19T08:30:00Z")).isEmpty();

        listed("2026-09-20", "2026-09-20 08:01:00", 0, 0);
        assertThat(causes(NIGHT)).containsExactly("files/empty/main");
        assertThat(told()).contains("AL-07 info", "nothing new on 2026-09-19, 2026-09-20");

        listed("2026-09-21", "2026-09-21 08:01:00", 1, 0);
        assertThat(causes("2026-09-21T08:30:00Z")).isEmpty();
    }

    @Test
    @DisplayName("A-46, AL-08: more than 5 % of a file's rows have errors, and nobody is told that it is over")
    void errors() {
        set(
                file("report_7.txt", "COMPLETADO_CON_ERRORES", "FINALIZADO", "2026-09-20 08:10:00"),
                "filas_leidas = 100, filas_validas = 95, filas_error = 5");
        assertThat(causes(NIGHT)).as("5 % are not more than 5 %").isEmpty();
        set(
                file("report_8.txt", "COMPLETADO_CON_ERRORES", "FINALIZADO", "2026-09-20 08:10:00"),
                "filas_leidas = 2, filas_error = 2");

        assertThat(causes(NIGHT)).containsExactly("files/errors/main/2026-09-20");
        assertThat(told())
                .contains("AL-08 warning: many rows with errors: 1 file of main", "report_8.txt: 2 of 2 rows");

        assertThat(causes("2026-09-26T12:00:00Z")).hasSize(1);
        assertThat(causes("2026-09-27T12:00:00Z")).isEmpty();
        assertThat(messages()).containsExactly("OPENED files/errors/main/2026-09-20");
    }

    @Test
    @DisplayName("A-36, AL-10: a loaded file that is not removed at its source for 24 hours")
    void pending() {
        long id = file("report_7.txt", "COMPLETADO", "PENDIENTE_BORRADO", "2026-09-20 08:10:00");
        set(id, "ruta_respaldo = '/backup/7', fin = null");

        assertThat(causes("2026-09-21T08:10:00Z")).isEmpty();
        assertThat(causes("2026-09-21T08:10:01Z")).containsExactly("files/pending/main");
        assertThat(told()).contains("AL-10 warning", "report_7.txt is not removed at its source");
        set(id, "etapa = 'FINALIZADO'");
        assertThat(causes("2026-09-21T08:10:02Z")).isEmpty();
    }

    @Test
    @DisplayName("AL-11: files for which there is no room, and files in quarantine for more than a week")
    void roomAndQuarantine() {
        listed("2026-09-20", "2026-09-20 08:01:00", 0, 4);
        assertThat(causes(NIGHT)).containsExactly("files/room/main");
        assertThat(told()).contains("AL-11 warning: no room for the files of source main", "4 files wait for room");
        listed("2026-09-21", "2026-09-21 08:01:00", 4, 0);
        assertThat(causes("2026-09-21T08:30:00Z")).isEmpty();

        set(file("report_7.txt", "FALLO_LAYOUT", "CUARENTENA", "2026-09-21 08:10:00"), "codigo_fallo = 'L-05'");
        assertThat(causes("2026-09-21T08:30:00Z")).containsExactly("files/layout/main/2026-09-21");
        assertThat(causes("2026-09-28T08:10:01Z")).contains("files/quarantine/main");
    }

    @Test
    @DisplayName("A-29, A-31, AL-13: known content under any name, another content under a known name")
    void repetitions() {
        long first = file("report_7.txt", "COMPLETADO", "FINALIZADO", "2026-09-19 08:10:00");
        bench.sql.update("insert into archivo_cargado (fuente, sha256_canonico, id_carga, cargado_en)"
                + " values ('main', repeat('a', 64), " + first + ", utc_timestamp())");
        assertThat(causes("2026-09-19T08:30:00Z")).isEmpty();

        set(
                file("report_99.txt", "OMITIDO_DUPLICADO", "FINALIZADO", "2026-09-20 08:10:00"),
                "id_carga_original = " + first);
        file("report_7.txt", "COMPLETADO", "FINALIZADO", "2026-09-20 08:11:00");

        assertThat(causes(NIGHT)).containsExactly("files/repeated/main/2026-09-20");
        assertThat(told())
                .contains(
                        "AL-13 info: loaded before: 2 files of main",
                        "report_99.txt has the content of load " + first,
                        "report_7.txt was loaded before with other content");
    }

    @Test
    @DisplayName("A source that is not watched is no cause")
    void othersAreNotLookedAt() {
        set(file("report_7.txt", "FALLO_LAYOUT", "CUARENTENA", "2026-09-20 08:10:00"), "fuente = 'gone'");

        assertThat(causes(NIGHT)).isEmpty();
    }
}

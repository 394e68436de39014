package dev.caravan.visitfiles.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.PipelineException;
import dev.caravan.visitfiles.report.LayoutError;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The files' own record")
class ControlLogIT {

    @RegisterExtension
    private static final LoadTables tables = new LoadTables("control_log_it");

    private static final SampleFile FILE = SampleFile.of("report_7.txt", "ana");

    @Test
    void aFileIsDiscoveredOnceForItsNameSizeAndTime() {
        long id = tables.log.discover(FILE.discovered());

        assertThat(tables.log.discover(FILE.discovered())).isEqualTo(id);
        assertThat(tables.log.discover(FILE.touched().discovered())).isNotEqualTo(id);
        FileRecord record = tables.log.find(id).orElseThrow();
        assertThat(record.file()).isEqualTo(FILE.discovered());
        assertThat(record.status()).isEqualTo(FileStatus.EN_PROCESO);
        assertThat(record.stage()).isEqualTo(FileStage.DESCUBIERTO);
        assertThat(tables.log.in(FileStage.DESCUBIERTO)).hasSize(2);
    }

    @Test
    void whatAWorkerWritesNamesItsToken() {
        long id = tables.log.discover(FILE.discovered());
        tables.claim(id, 5);
        tables.log.stage(id, 5, FileStage.VALIDANDO);
        tables.log.stage(id, 5, FileStage.VALIDANDO);
        tables.claim(id, 5);
        tables.claim(id, 6);

        assertThatThrownBy(() -> tables.log.stage(id, 5, FileStage.CARGANDO))
                .isInstanceOf(PipelineException.Abandoned.class)
                .hasMessageContaining("S-13");
        assertThatThrownBy(() -> tables.claim(id, 5)).isInstanceOf(PipelineException.Abandoned.class);
        assertThat(tables.record(FILE).stage()).isEqualTo(FileStage.VALIDANDO);
    }

    private static void scheduled(String run) {
        tables.sql.update(
                "insert into run values (?, 'visitfiles-list', 'web', '2013-02-20', '2013-02-21', 'MISSING', 0, 0,"
                        + " 'schedule', 'v', utc_timestamp(6))",
                run);
    }

    @Test
    @DisplayName("A.8: only a scheduled run costs a file one of its days")
    void aRunByHandCostsNoDay() {
        LocalDate today = LocalDate.of(2013, 2, 20);
        scheduled("nightly");
        long id = tables.log.discover(FILE.discovered());
        tables.claim(id, 1);

        tables.log.failed(id, 1, "S-03", "no", FileStage.CUARENTENA, today, false);
        tables.log.claim(id, 2, "byhand", id, today);
        assertThat(tables.record(FILE).retryDays()).isZero();

        tables.log.failed(id, 2, "S-03", "no", FileStage.CUARENTENA, today, false);
        tables.log.claim(id, 3, "nightly", id, today);
        assertThat(tables.record(FILE).retryDays()).isEqualTo(1);
    }

    @Test
    @DisplayName("A-04: a rejected file has one error, of the file, and three zeros")
    void aLayoutFailureIsKept() {
        LoadRequest request = tables.downloaded(FILE);

        tables.log.layoutFailed(
                request.id(), request.token(), new LayoutError("L-04", "expected 15, found 16: dummy_int"));
        tables.log.layoutFailed(
                request.id(), request.token(), new LayoutError("L-04", "expected 15, found 16: dummy_int"));

        FileRecord record = tables.record(FILE);
        assertThat(record.status()).isEqualTo(FileStatus.FALLO_LAYOUT);
        assertThat(record.failure()).isEqualTo("L-04");
        assertThat(record.counts()).isEqualTo(new LoadCounts(0, 0, 0, 0, 0));
        assertThat(tables.rows("select num_linea, nivel, codigo, mensaje from errores"))
                .containsExactly("0 ARCHIVO L-04 expected 15, found 16: dummy_int");
    }

    @Test
    @DisplayName("A.4: tables that a later version has changed are refused")
    void tablesOfALaterVersionAreRefused() {
        tables.sql.update("insert into visitfiles_schema_history values"
                + " (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'somebody', now(), 1, 1)");
        try {
            assertThatThrownBy(() -> VisitFilesDatabase.migrate(tables.ledger, tables.settings, Instant.now()))
                    .isInstanceOf(PipelineException.Permanent.class)
                    .hasMessageContainingAll("visitfiles-migration", "99");
        } finally {
            tables.sql.update("delete from visitfiles_schema_history where installed_rank = 99");
        }
    }

    @Test
    void aFileGoesThroughItsStages() {
        LoadRequest request = tables.downloaded(FILE);
        tables.log.failed(
                request.id(), request.token(), "S-03", "cut", FileStage.CUARENTENA, LocalDate.of(2013, 2, 21), false);
        FileRecord failed = tables.record(FILE);
        assertThat(failed.status()).isEqualTo(FileStatus.FALLO_SISTEMA);
        assertThat(failed.failure()).isEqualTo("S-03");
        assertThat(failed.nextRetry()).isEqualTo("2013-02-21");

        scheduled("run");
        // by an operator on the same day, and then, failed again, by itself on the next one
        request = tables.downloaded(FILE);
        assertThat(tables.record(FILE).retryDays()).isZero();
        tables.log.failed(
                request.id(), request.token(), "S-03", "cut", FileStage.CUARENTENA, LocalDate.of(2013, 2, 20), false);
        request = tables.downloaded(FILE);
        assertThat(tables.record(FILE).retryDays()).isEqualTo(1);
        assertThat(tables.record(FILE).status()).isEqualTo(FileStatus.EN_PROCESO);
        assertThat(tables.record(FILE).failure()).isNull();

        tables.loads().load(request, FILE);
        tables.log.pending(request.id(), request.token(), FileStage.PENDIENTE_BORRADO, "S-12", "denied");
        assertThat(tables.record(FILE).status()).isEqualTo(FileStatus.COMPLETADO);

        tables.log.backedUp(request.id(), request.token(), "backup/x");
        tables.log.sourceDeleted(request.id(), request.token());
        tables.log.finished(request.id(), request.token(), FileStage.FINALIZADO);
        FileRecord ended = tables.record(FILE);
        assertThat(ended.stage()).isEqualTo(FileStage.FINALIZADO);
        assertThat(ended.ended()).isNotNull();
        assertThat(ended.item()).isEqualTo(request.id());
    }

    @Test
    @DisplayName("bitacora_intento shows the ledger's attempts at a file's item")
    void attemptsAreThoseOfTheLedger() {
        long id = tables.log.discover(FILE.discovered());
        tables.sql.update(
                "insert into run values ('r', 'visitfiles', 'web', '2013-02-20', '2013-02-21', 'MISSING', 0, 0,"
                        + " 'test', 'v', utc_timestamp(6))");
        tables.sql.update("insert into work_item (id, pipeline, subject, unit, run_id, period_from, period_to, state,"
                + " priority, not_before, rules_version, code_version, allow_incomplete, created_at, updated_at)"
                + " values (12, 'visitfiles', 'web', '1 report_7.txt', 'r', '2013-02-20', '2013-02-21', 'READY', 1,"
                + " utc_timestamp(6), 'v', 'v', 0, utc_timestamp(6), utc_timestamp(6))");
        tables.sql.update("insert into attempt (item_id, number, token, run_id, worker, rules_version, code_version,"
                + " started_at, outcome, error_code) values (12, 1, 5, 'r', 'w', 'v', 'v', utc_timestamp(6), 'FAILED',"
                + " 'visitfiles-locked')");
        tables.log.claim(id, 5, "r", 12, LocalDate.of(2013, 2, 20));

        assertThat(tables.rows("select id_carga, numero, resultado, clase_error from bitacora_intento"))
                .containsExactly(id + " 1 FAILED visitfiles-locked");
    }
}

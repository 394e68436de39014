package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.embedded.SftpServer;
import dev.caravan.embedded.SftpServer.Access;
import dev.caravan.platform.Digests;
import dev.caravan.run.Plan;
import dev.caravan.visitfiles.DailyZip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One process works on as many sources as there are points, and is killed when each source's file is at the point that
 * the source is named after: A.6.4 of the specification. The next instance has to see to all of them.
 */
@DisplayName("Killed by SIGKILL at any point of a report file's life, and started again, Caravan loads it once")
class VisitsCrashIT {

    private static final String FILE = "report_7.txt";
    private static final List<String> POINTS =
            List.of("before-plan", "fetched", "before-commit", "loaded", "copied", "backed-up", "removed", "zipped");
    private static final Map<String, String> LEFT = new HashMap<>();

    @TempDir
    private static Path folder;

    private static VisitsWorld world;

    @BeforeAll
    static void killAndStartAgain() throws Exception {
        SftpServer sftp = SftpServer.in(folder.resolve("sftp"));
        sftp.start();
        world = new VisitsWorld("visits_crash", sftp, folder.resolve("etl"), Map.of(), POINTS);
        for (String point : POINTS) {
            world.put(point, FILE, point + "-1", point + "-2", "everybody");
            world.when(Access.REMOVE, "/" + point + "/" + FILE, time -> assertSafe(point));
        }
        Plan plan = world.list(POINTS.toArray(String[]::new));
        try (CaravanProcess process = world.startUntilOwn()) {
            for (int i = 0; i < POINTS.size(); i++) {
                process.awaitLine(StoppedAt.REACHED);
            }
            process.kill();
        }
        for (String point : POINTS) {
            LEFT.put(point, world.left(point, FILE));
        }
        world.endLeases();
        try (Worker again = world.start("")) {
            world.await(plan);
        }
    }

    /** Committed, and a copy of it is here. */
    private static void assertSafe(String source) throws IOException {
        Map<String, Object> file = world.file(source, FILE);
        Path remote = world.folder(source).resolve(FILE);
        if (!file.get("estatus").equals("COMPLETADO")
                || world.count("estadisticas where id_carga = ?", file.get("id_carga")) != 3
                || !Digests.sha256(Path.of((String) file.get("ruta_respaldo"))).equals(Digests.sha256(remote))) {
            throw new IOException("not safe to remove: " + file);
        }
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @ParameterizedTest(name = "at {0}")
    @CsvSource({
        "before-plan, visitfiles-list, DESCUBIERTO rows=0 source",
        "fetched, visitfiles, DESCARGANDO rows=0 source part",
        "before-commit, visitfiles, CARGANDO rows=0 source staged",
        "loaded, visitfiles, CARGADO rows=3 source staged",
        "copied, visitfiles, CARGADO rows=3 source staged copy",
        "backed-up, visitfiles, RESPALDADO rows=3 source staged copy",
        "removed, visitfiles, RESPALDADO rows=3 staged copy",
        "zipped, visitfiles-close, FINALIZADO rows=3 copy zip",
    })
    @DisplayName("A-32, A-33, A-35")
    void loadsItOnceAndLosesNothing(String point, String pipeline, String left) throws Exception {
        assertThat(LEFT).as("what the kill left").containsEntry(point, left);

        assertThat(world.left(point, FILE)).isEqualTo("FINALIZADO rows=3 zip");
        Map<String, Object> file = world.file(point, FILE);
        assertThat(file)
                .containsEntry("estatus", "COMPLETADO")
                .containsEntry("filas_validas", 3L)
                .containsEntry("codigo_fallo", null)
                .doesNotContainEntry("borrado_origen_en", null)
                .doesNotContainEntry("fin", null);
        assertThat(world.count("bitacora_control where fuente = ?", point)).isOne();
        assertThat(world.count("archivo_cargado where fuente = ?", point)).isOne();
        assertThat(world.count("visitantes where visitasTotales = 1 and email like ?", point + "-%"))
                .isEqualTo(2);
        assertThat(world.count("visitantes where visitasTotales = ? and email like 'everybody@%'", POINTS.size()))
                .isOne();
        assertThat(world.zipped(((Number) file.get("id_carga")).longValue()))
                .extracting(DailyZip.Member::sha256)
                .containsExactly((String) file.get("sha256"));
        assertThat(folder.resolve("etl/staging")).isEmptyDirectory();
        // one may have waited in vain for the visitor whose row another one held, before the kill
        assertThat(world.attempts(pipeline, point))
                .contains("LOST")
                .endsWith("DONE")
                .containsOnlyOnce("DONE");
    }
}

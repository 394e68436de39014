package dev.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Components;
import dev.caravan.crash.UnsteadyProxy.Mode;
import dev.caravan.embedded.SftpServer;
import dev.caravan.embedded.SftpServer.Access;
import dev.caravan.embedded.Until;
import dev.caravan.run.ItemControl;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** Each test has sources of its own. The nights of one test are on its own days: the clock only goes on. */
@DisplayName("Report files are loaded once, whatever the source, the network or another instance does")
class VisitsFaultsIT {

    private static final String FILE = "report_7.txt";
    private static final int LARGE = 3000;

    @TempDir
    private static Path folder;

    private static SftpServer sftp;
    private static UnsteadyProxy proxy;
    private static VisitsWorld world;
    private static Worker worker;

    @BeforeAll
    static void start() throws Exception {
        sftp = SftpServer.in(folder.resolve("sftp"));
        sftp.start();
        proxy = new UnsteadyProxy(sftp.port());
        String key = Files.readString(sftp.knownHosts());
        Files.writeString(sftp.knownHosts(), key + key.replace(":" + sftp.port() + " ", ":" + proxy.port() + " "));
        List<String> sources = List.of(
                "locked",
                "repeated",
                "growing",
                "replaced",
                "dropping",
                "later",
                "never",
                "closed",
                "refused",
                "twice",
                "many",
                "gone",
                "again",
                "disguised",
                "shared",
                "broken",
                "unbacked",
                "fetched",
                "loaded",
                "removed");
        world = new VisitsWorld(
                "visits_faults",
                sftp,
                folder.resolve("etl"),
                Map.of(
                        "run.max-attempts", "3",
                        "run.retry.first-delay", "10ms",
                        "retry.remote.attempts", "2",
                        "retry.remote.first-delay-ms", "10",
                        "visitfiles.source.dropping.port", Integer.toString(proxy.port()),
                        "visitfiles.source.refused.password", "wrong"),
                sources);
        worker = world.start("");
    }

    @AfterAll
    static void stop() throws Exception {
        worker.close();
        world.close();
        proxy.close();
    }

    private static void assertLoadedOnce(String source, int rows) throws IOException {
        assertThat(world.left(source, FILE)).isEqualTo("FINALIZADO rows=" + rows + " zip");
        assertThat(world.file(source, FILE)).containsEntry("estatus", "COMPLETADO");
        assertThat(world.count("archivo_cargado where fuente = ?", source)).isOne();
    }

    @Test
    @DisplayName(
            "A-36: a file that may not be removed is loaded once, and every run tries to remove it, and nothing else")
    void triesToRemoveOnly() throws Exception {
        String path = "/locked/" + FILE;
        world.put("locked", FILE, "locked-1");
        world.refuse(Access.REMOVE, path);

        world.night("locked");
        world.clock().nextDay();
        int tries = world.asked(Access.REMOVE, path);
        world.night("locked");

        assertThat(world.left("locked", FILE)).isEqualTo("PENDIENTE_BORRADO rows=1 source zip");
        assertThat(world.file("locked", FILE))
                .containsEntry("estatus", "COMPLETADO")
                .containsEntry("codigo_fallo", "S-12");
        assertThat(world.asked(Access.READ, path)).isOne();
        assertThat(world.asked(Access.REMOVE, path)).isGreaterThan(tries);

        world.allow(Access.REMOVE, path);
        world.night("locked");
        assertLoadedOnce("locked", 1);
        assertThat(world.asked(Access.READ, path)).isOne();
    }

    @Test
    @DisplayName("S-12: a repeated file that may not be removed waits for that, and for no copy of its own")
    void triesToRemoveARepeatedFileOnly() throws Exception {
        String again = "report_8.txt";
        world.put("repeated", FILE, "repeated-1");
        world.night("repeated");
        world.put("repeated", again, "repeated-1");
        world.refuse(Access.REMOVE, "/repeated/" + again);

        world.night("repeated");

        assertThat(world.left("repeated", again)).isEqualTo("PENDIENTE_BORRADO rows=0 source");
        assertThat(world.file("repeated", again))
                .containsEntry("estatus", "OMITIDO_DUPLICADO")
                .containsEntry("codigo_fallo", "S-12");

        world.allow(Access.REMOVE, "/repeated/" + again);
        world.night("repeated");
        assertThat(world.left("repeated", again)).isEqualTo("FINALIZADO rows=0");
        assertThat(world.asked(Access.READ, "/repeated/" + again)).isOne();
    }

    @Test
    @DisplayName(
            "S-11: a file that cannot be backed up stays loaded and at its source, and only the backup is tried again")
    void removesNothingWithoutABackup() throws Exception {
        world.put("unbacked", FILE, "unbacked-1");
        AtomicReference<Path> inTheWay = new AtomicReference<>();
        try (AtMilestone blocking =
                AtMilestone.run("visitfiles.loaded", 1, () -> inTheWay.set(world.blockCopy("unbacked", FILE)))) {
            world.night("unbacked");
        }

        assertThat(world.left("unbacked", FILE)).isEqualTo("PENDIENTE_RESPALDO rows=1 source staged");
        assertThat(world.file("unbacked", FILE))
                .containsEntry("estatus", "COMPLETADO")
                .containsEntry("codigo_fallo", "S-11");

        FileSystemUtils.deleteRecursively(inTheWay.get());
        world.night("unbacked");
        assertLoadedOnce("unbacked", 1);
        assertThat(world.asked(Access.READ, "/unbacked/" + FILE)).isOne();
    }

    @Test
    @DisplayName(
            "S-09: a file that cannot be loaded is in quarantine and in the zip, waits for an operator, and is then loaded")
    void keepsWhatCannotBeLoaded() throws Exception {
        world.put("broken", FILE, "broken-1");
        world.sql()
                .execute("create trigger broken before insert on estadisticas for each row if new.email like 'broken-%'"
                        + " then signal sqlstate '45000' set message_text = 'no'; end if");
        try {
            world.night("broken");
        } finally {
            world.sql().execute("drop trigger broken");
        }
        world.clock().nextDay();
        world.night("broken");

        assertThat(world.left("broken", FILE)).isEqualTo("CUARENTENA rows=0 source staged zip");
        Map<String, Object> file = world.file("broken", FILE);
        assertThat(file)
                .containsEntry("estatus", "FALLO_SISTEMA")
                .containsEntry("codigo_fallo", "S-09")
                .containsEntry("requiere_intervencion", 1);
        assertThat(world.below("cuarentena", file.get("id_carga") + "__" + FILE + "(.motivo.json)?"))
                .hasSize(2);

        new ItemControl(world.components().database(), world.components().pipelines())
                .retry(((Number) file.get("item_id")).longValue());
        Until.holds("it is loaded", () -> world.attempts("visitfiles", "broken").contains("DONE"));
        world.night("broken");
        assertThat(world.left("broken", FILE)).isEqualTo("FINALIZADO rows=1 zip zip");
        assertThat(world.file("broken", FILE)).containsEntry("requiere_intervencion", 0);
    }

    @Test
    @DisplayName("A-37: a file that grows is not fetched before it is whole")
    void waitsForAGrowingFile() throws Exception {
        Path file = world.put("growing", FILE, "growing-1");
        world.when(Access.LIST, "/growing", time -> {
            if (time == 2) {
                Files.writeString(
                        file,
                        Files.readString(file).lines().toList().get(1).replace("-1@", "-2@"),
                        StandardOpenOption.APPEND);
                Files.setLastModifiedTime(file, FileTime.from(SftpServer.TIME.plusSeconds(60)));
            }
        });

        world.night("growing");

        assertThat(world.asked(Access.READ, "/growing/" + FILE)).isOne();
        assertLoadedOnce("growing", 2);
        assertThat(world.count(
                        "bitacora_control where fuente = 'growing' and etapa = 'DESAPARECIDO' and sha256 is null"))
                .isOne();
    }

    @Test
    @DisplayName("A-38: a file that was replaced after it was fetched is not removed, but found by the next listing")
    void keepsWhatReplacedAFile() throws Exception {
        world.put("replaced", FILE, "replaced-1");
        try (AtMilestone replacing = AtMilestone.run("visitfiles.loaded", 1, () -> {
            try {
                world.put("replaced", FILE, "replaced-2", "replaced-3");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })) {
            world.night("replaced");
        }

        assertThat(world.left("replaced", FILE)).isEqualTo("FINALIZADO rows=1 source zip");
        world.night("replaced");
        assertThat(world.left("replaced", FILE)).isEqualTo("FINALIZADO rows=2 zip");
        assertThat(world.count("visitantes where visitasTotales = 1 and email like 'replaced-%'"))
                .isEqualTo(3);
    }

    @Test
    @DisplayName("A-39: a download that breaks is done again, by the next attempt if need be")
    void fetchesAgain() throws Exception {
        world.put(
                "dropping",
                FILE,
                IntStream.range(0, LARGE).mapToObj(i -> "dropping-" + i).toArray(String[]::new));
        // the first attempt has three tries
        world.when(Access.READ, "/dropping/" + FILE, time -> {
            if (time <= 3) {
                proxy.become(Mode.CUT, 40_000);
            } else {
                proxy.pass();
            }
        });

        world.night("dropping");

        assertLoadedOnce("dropping", LARGE);
        assertThat(world.sql()
                        .queryForList(
                                "select concat_ws(' ', resultado, clase_error) from bitacora_intento where id_carga = ?"
                                        + " order by numero",
                                String.class,
                                world.file("dropping", FILE).get("id_carga")))
                .startsWith("FAILED visitfiles-download-broken")
                .endsWith("DONE");
    }

    @Test
    @DisplayName(
            "A-40: a file that cannot be fetched is tried again on the next day, not before, and others do not wait")
    void triesAgainOnTheNextDay() throws Exception {
        world.put("later", FILE, "later-1");
        world.put("later", "report_8.txt", "later-2");
        world.refuse(Access.READ, "/later/" + FILE);

        world.night("later");
        int tries = world.asked(Access.READ, "/later/" + FILE);
        world.night("later");

        assertThat(world.file("later", "report_8.txt")).containsEntry("estatus", "COMPLETADO");
        assertThat(world.file("later", FILE))
                .containsEntry("estatus", "FALLO_SISTEMA")
                .containsEntry("etapa", "CUARENTENA")
                .containsEntry("codigo_fallo", "S-02")
                .containsEntry("dias_reintento", 0)
                .containsEntry("proximo_reintento", tomorrow());
        assertThat(tries).as("each of three attempts tries three times").isGreaterThanOrEqualTo(3 * 3);
        assertThat(world.asked(Access.READ, "/later/" + FILE)).isEqualTo(tries);

        world.clock().nextDay();
        world.allow(Access.READ, "/later/" + FILE);
        world.night("later");
        assertThat(world.left("later", FILE)).isEqualTo("FINALIZADO rows=1 zip");
        assertThat(world.file("later", FILE))
                .containsEntry("estatus", "COMPLETADO")
                .containsEntry("codigo_fallo", null)
                .containsEntry("dias_reintento", 1);
    }

    private static java.sql.Date tomorrow() {
        return java.sql.Date.valueOf(world.clock().day().plusDays(1));
    }

    @Test
    @DisplayName("A-41: after two further days a file that cannot be fetched is an operator's, and stays at its source")
    void givesUpAfterTwoFurtherDays() throws Exception {
        String path = "/never/" + FILE;
        world.put("never", FILE, "never-1");
        world.refuse(Access.READ, path);
        for (int day = 0; day <= 2; day++) {
            world.night("never");
            assertThat(world.file("never", FILE))
                    .containsEntry("estatus", "FALLO_SISTEMA")
                    .containsEntry("dias_reintento", day)
                    .containsEntry("proximo_reintento", day == 2 ? null : tomorrow())
                    .containsEntry("requiere_intervencion", day == 2 ? 1 : 0);
            world.clock().nextDay();
        }
        int tries = world.asked(Access.READ, path);

        world.night("never");

        assertThat(world.asked(Access.READ, path)).isEqualTo(tries);
        assertThat(world.left("never", FILE)).isEqualTo("CUARENTENA rows=0 source");
    }

    @Test
    @DisplayName("A-44: two instances that list at the same time list once, and both runs have what is found")
    void listsOnceForTwo() throws Exception {
        world.put("twice", FILE, "twice-1");
        CountDownLatch both = new CountDownLatch(1);
        world.when(Access.LIST, "/twice", time -> {
            try {
                both.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        List<Plan> plans;
        try (Components other = world.open()) {
            plans = Stream.of(world.components(), other)
                    .parallel()
                    .map(instance -> instance.visitFiles().list(List.of("twice"), "schedule"))
                    .toList();
        } finally {
            both.countDown();
        }
        plans.forEach(world::await);

        assertThat(plans).extracting(Plan::opened).containsExactlyInAnyOrder(0, 1);
        assertThat(world.count("work_item where pipeline = 'visitfiles-list' and subject = 'twice'"))
                .isOne();
        assertThat(world.attempts("visitfiles-list", "twice")).containsExactly("DONE");
        assertLoadedOnce("twice", 1);
        for (Plan plan : plans) {
            assertThat(world.components().ledger().items(plan.runId()))
                    .extracting(ItemReport::pipeline)
                    .containsExactly("visitfiles", "visitfiles-close", "visitfiles-list");
        }
    }

    @Test
    void whoWorksOnItsOwnRunOnlyDoesTheFilesOfAListingThatItJoined() throws Exception {
        worker.close();
        Plan first;
        Plan second;
        world.put("shared", FILE, "shared-1");
        try {
            first = world.list("shared");
            second = world.list("shared");
            try (Worker ofTheSecond = world.start(second.runId())) {
                world.await(second);
            }
        } finally {
            worker = world.start("");
        }

        assertThat(second.opened()).isZero();
        assertLoadedOnce("shared", 1);
        for (Plan plan : List.of(first, second)) {
            assertThat(world.components().ledger().items(plan.runId()))
                    .extracting(ItemReport::pipeline)
                    .containsExactly("visitfiles", "visitfiles-close", "visitfiles-list");
        }
    }

    @Test
    @DisplayName(
            "A-58: a wrong password is given once; the listing is dead, no file is marked, and it can be asked for again")
    void asksOnceWithAWrongPassword() throws Exception {
        world.put("refused", FILE, "refused-1");
        int logins = sftp.logins();

        world.night("refused");

        assertThat(world.attempts("visitfiles-list", "refused")).containsExactly("FAILED visitfiles-sftp-refused");
        assertThat(sftp.logins() - logins).isOne();
        assertThat(world.count("bitacora_control where fuente = 'refused'")).isZero();
        assertThat(world.atSource("refused")).containsExactly(FILE);
    }

    @Test
    @DisplayName("A-58: a listing that is dead is done again when it is asked for again on the same day")
    void listsAgainAfterADeadListing() throws Exception {
        world.put("closed", FILE, "closed-1");
        world.refuse(Access.LIST, "/closed");

        world.night("closed");
        assertThat(world.attempts("visitfiles-list", "closed"))
                .hasSizeGreaterThanOrEqualTo(3)
                .containsOnly("FAILED visitfiles-sftp-folder");
        world.allow(Access.LIST, "/closed");
        world.night("closed");

        assertThat(world.attempts("visitfiles-list", "closed")).endsWith("DONE");
        assertLoadedOnce("closed", 1);
    }

    @ParameterizedTest(name = "at {0}")
    @ValueSource(strings = {"fetched", "loaded", "removed"})
    @DisplayName("A-60: a worker that was paused for longer than its lease changes nothing any more")
    void abandonsWhatAnotherHasTakenOver(String point) throws Exception {
        world.put(point, FILE, point + "-1", point + "-2");

        try (AtMilestone paused = AtMilestone.run("visitfiles." + point, 1, () -> {
            world.sql()
                    .update(
                            "update work_item set lease_until = utc_timestamp(6) - interval 1 year"
                                    + " where pipeline = 'visitfiles' and subject = ?",
                            point);
            Until.holds("another worker has done it", () -> world.attempts("visitfiles", point)
                    .contains("DONE"));
        })) {
            world.night(point);
            Until.holds("the first one goes on", paused::done);
        }

        assertThat(world.attempts("visitfiles", point)).endsWith("LOST", "DONE").containsOnly("LOST", "DONE");
        assertLoadedOnce(point, 2);
        assertThat(world.count("visitantes where visitasTotales = 1 and email like ?", point + "-%"))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("A-43: two instances load 30 files once each, and no more than eight at a time")
    void loadsManyFilesOnceInTwoInstances() throws Exception {
        int files = 30;
        for (int i = 0; i < files; i++) {
            world.put("many", "report_" + i + ".txt", "many-" + i, "everybody");
        }
        AtomicInteger most = new AtomicInteger();
        AtomicInteger sessions = new AtomicInteger();
        try (AtMilestone look = AtMilestone.every((milestone, source) -> {
                    if (milestone.equals("visitfiles.before-commit")) {
                        most.accumulateAndGet(
                                world.count("work_item where pipeline = 'visitfiles' and state = 'RUNNING'"),
                                Math::max);
                        sessions.accumulateAndGet(
                                world.count("information_schema.processlist where user = 'visits_faults'"), Math::max);
                    }
                    return false;
                });
                Worker second = world.start("")) {
            world.night("many");
        }

        assertThat(most.get()).isBetween(2, 8);
        assertThat(sessions.get()).isBetween(2, 8);
        assertThat(world.attempts("visitfiles", "many"))
                .filteredOn("DONE"::equals)
                .hasSize(files);
        assertThat(world.count("archivo_cargado where fuente = 'many'")).isEqualTo(files);
        assertThat(world.count("visitantes where visitasTotales = 1 and email like 'many-%'"))
                .isEqualTo(files);
        assertThat(world.count("visitantes where visitasTotales = ? and email = 'everybody@ejemplo.com'", files))
                .isOne();
        assertThat(world.atSource("many")).isEmpty();
    }

    @Test
    void aFileThatWasGoneIsLoadedWhenItIsThereAgain() throws Exception {
        Path file = world.put("gone", FILE, "gone-1");
        byte[] bytes = Files.readAllBytes(file);
        try (AtMilestone vanishing = AtMilestone.run("visitfiles.before-plan", 1, () -> {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        })) {
            world.night("gone");
        }
        assertThat(world.file("gone", FILE))
                .containsEntry("estatus", "FALLO_SISTEMA")
                .containsEntry("etapa", "DESAPARECIDO")
                .containsEntry("codigo_fallo", "S-04")
                .containsEntry("requiere_intervencion", 0);

        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.from(SftpServer.TIME));
        world.night("gone");

        assertLoadedOnce("gone", 1);
        assertThat(world.count("bitacora_control where fuente = 'gone'")).isOne();
    }

    @Test
    void aFileThatWasLoadedAndComesAgainIsRemovedAgain() throws Exception {
        world.put("again", FILE, "again-1");
        world.night("again");
        Object ended = world.file("again", FILE).get("fin");
        world.put("again", FILE, "again-1");

        world.night("again");

        assertLoadedOnce("again", 1);
        assertThat(world.file("again", FILE)).containsEntry("fin", ended);
        assertThat(world.count("visitantes where visitasTotales = 1 and email like 'again-%'"))
                .isOne();
    }

    @Test
    void anotherFileThatLooksLikeOneThatWasLoadedIsNeitherLoadedNorRemoved() throws Exception {
        world.put("disguised", FILE, "disguised-1");
        world.night("disguised");
        world.put("disguised", FILE, "disguised-2");

        for (int night = 0; night < 2; night++) {
            world.night("disguised");
            assertThat(world.left("disguised", FILE)).isEqualTo("PENDIENTE_BORRADO rows=1 source zip");
        }

        assertThat(world.attempts("visitfiles", "disguised"))
                .containsExactly("DONE", "FAILED visitfiles-came-again", "FAILED visitfiles-came-again");
        assertThat(Files.readString(world.folder("disguised").resolve(FILE))).contains("disguised-2");
    }
}

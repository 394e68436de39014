package dev.caravan.visitfiles.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.crash.UnsteadyProxy;
import dev.caravan.embedded.SftpServer;
import dev.caravan.embedded.SftpServer.Access;
import dev.caravan.embedded.Until;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Secret;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A folder on a real SFTP server")
class SftpSiteIT {

    private static final Instant TIME = Instant.parse("2013-02-09T08:00:00Z");

    @TempDir
    private static Path shared;

    @TempDir
    private Path local;

    private static SftpServer server;
    private static DefaultCamelContext camel;
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = SftpServer.in(shared);
        server.start();
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterAll
    static void stop() throws IOException {
        camel.close();
        server.stop();
    }

    @BeforeEach
    void empty() throws IOException {
        folder = Files.createTempDirectory(server.root(), "visits");
    }

    private SftpSettings settings() {
        return settings(server.port(), server.knownHosts(), Until.LIMIT);
    }

    private SftpSettings settings(int port, Path knownHosts, Duration timeout) {
        return new SftpSettings(
                "127.0.0.1",
                port,
                server.user(),
                new Secret(server.password()),
                null,
                new Secret(""),
                knownHosts,
                "/" + folder.getFileName(),
                timeout,
                2);
    }

    private SftpSite site() {
        return new SftpSite(settings(), () -> camel);
    }

    private SftpSite site(UnaryOperator<String> password, Path knownHosts) {
        SftpSettings right = settings();
        return new SftpSite(
                new SftpSettings(
                        right.host(),
                        right.port(),
                        right.user(),
                        new Secret(password.apply(server.password())),
                        null,
                        right.passphrase(),
                        knownHosts,
                        right.folder(),
                        right.timeout(),
                        right.maxSessions()),
                () -> camel);
    }

    private RemoteFile put(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(TIME));
        return new RemoteFile(name, text.length(), TIME);
    }

    private static void fails(String code, Class<? extends PipelineException> type, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(type)
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageNotContaining(server.password());
    }

    @Test
    void listsItsRegularFilesAndNothingElse() throws IOException {
        RemoteFile first = put("report_1.txt", "one");
        RemoteFile second = put("report_2.txt", "");
        Files.createDirectory(folder.resolve("report_3.txt"));
        Files.createSymbolicLink(folder.resolve("report_4.txt"), folder.resolve("report_1.txt"));

        RemoteFolder found = site().list();

        assertThat(found.files()).containsExactlyInAnyOrder(first, second);
        assertThat(found.others()).containsExactlyInAnyOrder("report_3.txt", "report_4.txt");
    }

    @Test
    void givesAFileThatIsStillTheOneListed() throws IOException {
        String text = "x".repeat(300_000);
        RemoteFile file = put("report_1.txt", text);

        assertThat(site().fetch(file, local.resolve("copy"))).contains(file);

        assertThat(local.resolve("copy")).hasContent(text);
    }

    @Test
    void givesNoFileThatHasChangedOrGone() throws IOException {
        RemoteFile file = put("report_1.txt", "one");
        RemoteFile now = put("report_1.txt", "one and more");

        assertThat(site().fetch(file, local.resolve("copy"))).contains(now);
        Files.delete(folder.resolve("report_1.txt"));
        assertThat(site().fetch(file, local.resolve("copy"))).isEmpty();

        assertThat(local.resolve("copy")).doesNotExist();
    }

    @Test
    void removesAFileThatIsStillTheOneListedAndNoOther() throws IOException {
        RemoteFile file = put("report_1.txt", "one");
        RemoteFile now = put("report_1.txt", "one and more");

        assertThat(site().remove(file)).contains(now);
        assertThat(folder.resolve("report_1.txt")).exists();

        assertThat(site().remove(now)).isEmpty();
        assertThat(folder.resolve("report_1.txt")).doesNotExist();
        assertThat(site().remove(now)).as("again").isEmpty();
    }

    @Test
    void isNeverAskedForAPattern() {
        for (String name : new String[] {"report_*.txt", "../report_1.txt", "..", "report_[1].txt", "", "a\\b"}) {
            fails("visitfiles-name", PipelineException.Permanent.class, () -> site().remove(
                            new RemoteFile(name, 1, TIME)));
        }
    }

    @Test
    @DisplayName("A-58: a wrong password is given once, and never again by itself")
    void refusesAWrongPasswordOnce() {
        int before = server.logins();

        fails("visitfiles-sftp-refused", PipelineException.Permanent.class, () -> site(
                        password -> "wrong", server.knownHosts())
                .list());

        assertThat(server.logins() - before).isEqualTo(1);
    }

    @Test
    void isNotBelievedWithoutItsKeyOrWithAnothersKey() throws IOException {
        int before = server.logins();
        Path nobody = Files.writeString(local.resolve("nobody"), "");
        Path another = local.resolve("another");
        SftpServer stranger = SftpServer.in(local.resolve("stranger"));
        stranger.start();
        stranger.stop();
        Files.writeString(
                another,
                Files.readString(stranger.knownHosts())
                        .replace(String.valueOf(stranger.port()), String.valueOf(server.port())));

        for (Path knownHosts : new Path[] {nobody, another}) {
            fails("visitfiles-sftp-refused", PipelineException.Permanent.class, () -> site(
                            UnaryOperator.identity(), knownHosts)
                    .list());
        }

        assertThat(server.logins()).as("the password was not given away").isEqualTo(before);
    }

    @Test
    void thatIsNotThereIsAskedAgainLater() throws IOException {
        Files.delete(folder);
        fails("visitfiles-sftp-folder", PipelineException.Transient.class, () -> site().list());
        SftpSite site = site();
        server.stop();
        try {
            fails("visitfiles-sftp-unreachable", PipelineException.Transient.class, site::list);
        } finally {
            server.start();
        }
        Files.createDirectory(folder);
        assertThat(site.list().files()).isEmpty();
    }

    @Test
    void thatSaysNothingAnyMoreIsAskedAgainLater() throws IOException {
        RemoteFile file = put("report_1.txt", "x".repeat(300_000));
        try (UnsteadyProxy proxy = new UnsteadyProxy(server.port())) {
            Path known = Files.writeString(
                    local.resolve("known"),
                    Files.readString(server.knownHosts()).replace(":" + server.port() + " ", ":" + proxy.port() + " "));
            SftpSite site = new SftpSite(settings(proxy.port(), known, Duration.ofMillis(300)), () -> camel);

            proxy.become(UnsteadyProxy.Mode.STALL, 0);
            fails("visitfiles-sftp-unreachable", PipelineException.Transient.class, site::list);

            SftpSite patient = new SftpSite(settings(proxy.port(), known, Until.LIMIT), () -> camel);
            proxy.become(UnsteadyProxy.Mode.CUT, 40_000);
            fails(
                    "visitfiles-download-broken",
                    PipelineException.Transient.class,
                    () -> patient.fetch(file, local.resolve("copy")));
            proxy.pass();
            assertThat(patient.fetch(file, local.resolve("copy"))).contains(file);
        }
    }

    @Test
    void isNotGoneOnlyBecauseTheServerMissesAnotherFileMeanwhile() throws IOException {
        RemoteFile file = put("report_1.txt", "one");
        AtomicInteger listings = new AtomicInteger();
        server.guard((access, path) -> {
            if (access == Access.LIST && listings.incrementAndGet() == 1) {
                throw new NoSuchFileException("report_2.txt");
            }
        });
        try {
            assertThat(site().find("report_1.txt")).contains(file);
        } finally {
            server.guard((access, path) -> {});
        }
        assertThat(listings).hasValueGreaterThan(1);
    }

    @Test
    void saysWhenItRemovesNothing() throws IOException {
        RemoteFile file = put("report_1.txt", "one");
        server.guard((access, path) -> {
            if (access == Access.REMOVE) {
                throw new AccessDeniedException(path);
            }
        });
        try {
            fails("visitfiles-sftp-folder", PipelineException.Transient.class, () -> site().remove(file));
        } finally {
            server.guard((access, path) -> {});
        }
        assertThat(folder.resolve("report_1.txt")).exists();
    }

    @Test
    void saysWhenTheDiskTakesNoMore() throws IOException {
        RemoteFile file = put("report_1.txt", "one");

        fails("visitfiles-disk", PipelineException.Transient.class, () -> site().fetch(
                        file, local.resolve("no-such-folder/copy")));
        assertThat(site().find("report_1.txt")).isEqualTo(Optional.of(file));
    }
}

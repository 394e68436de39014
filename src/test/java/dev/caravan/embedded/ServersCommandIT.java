package dev.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName("caravan servers")
class ServersCommandIT {

    private final Path dir = Home.folder().resolve("target/it-command");
    private final Path ready = dir.resolve("servers.properties");
    private final Path dump = dir.resolve("dump.sql");
    private @Nullable Process command;

    @BeforeEach
    void newFolder() throws IOException {
        PrivateFiles.deleteFolder(dir);
        Files.createDirectories(dir);
        Files.writeString(dump, "CREATE TABLE log_visit (idvisit INT);\nINSERT INTO log_visit VALUES (1);\n");
    }

    @AfterEach
    void noProcess() {
        if (command != null) {
            command.destroyForcibly();
        }
    }

    @Test
    void leavesNothingRunningWhenItIsKilledAndStartsAgainOnTheSameFolder() throws Exception {
        Process first = runUntilReady();
        EmbeddedServersIT.sql(settings(), "CREATE TABLE greeting (words VARCHAR(20))");
        EmbeddedServersIT.sql(settings(), "INSERT INTO greeting VALUES ('still here')");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ready)))
                .isEqualTo("rw-------");
        List<ProcessHandle> servers = first.descendants().toList();
        assertThat(servers).extracting(ServersCommandIT::program).contains("mariadbd", "java", "sh");

        first.destroyForcibly().waitFor();

        for (ProcessHandle server : servers) {
            Until.holds("the server ends", () -> !server.isAlive());
        }

        Process second = runUntilReady();

        assertThat(EmbeddedServersIT.word(settings())).isEqualTo("still here");
        List<ProcessHandle> last = second.descendants().toList();

        second.destroy();

        Until.holds("the command ends", () -> !second.isAlive());
        Until.holds("all are gone", () -> last.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(ready).doesNotExist();
    }

    @Test
    void endsWhatAKilledOneLeftBehind() throws Exception {
        Process first = runUntilReady();
        List<ProcessHandle> servers = first.descendants().toList();
        List<ProcessHandle> shells = servers.stream()
                .filter(process -> program(process).equals("sh"))
                .toList();
        shells.forEach(ProcessHandle::destroyForcibly);
        first.destroyForcibly().waitFor();
        Until.holds("the scripts are gone", () -> shells.stream().noneMatch(ProcessHandle::isAlive));

        DataFolder.take(dir).close();

        Until.holds("all are gone", () -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void refusesADumpThatIsMissingBeforeAnythingStarts() throws IOException {
        StringWriter errors = new StringWriter();
        int exitCode = new CommandLine(new ServersCommand())
                .setErr(new PrintWriter(errors))
                .execute("--dir", dir.toString(), "--matomo-dump", "no-such.sql");

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).startsWith("There is no dump that can be read at no-such.sql");
        assertThat(dir.resolve("mariadb")).doesNotExist();
    }

    /** Runs the command in a JVM of its own until it says that it is ready. */
    private Process runUntilReady() throws Exception {
        Process process = new ProcessBuilder(
                        Home.java(),
                        "-Dcaravan.home=" + Home.folder(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedCli.class.getName(),
                        "servers",
                        "--dir=" + dir,
                        "--matomo-dump=" + dump)
                .redirectErrorStream(true)
                .start();
        command = process;
        List<String> said = new ArrayList<>();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.contains("Ctrl-C stops")) {
                return process;
            }
        }
        throw new AssertionError("It ended with " + process.waitFor() + ": " + said);
    }

    private Properties settings() throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(Files.readString(ready)));
        return settings;
    }

    /** The file name of what a process runs; {@code sh} is a link to a shell of another name. */
    private static String program(ProcessHandle process) {
        String name = process.info()
                .command()
                .map(path -> Path.of(path).getFileName().toString())
                .orElse("");
        return name.endsWith("sh") ? "sh" : name;
    }
}

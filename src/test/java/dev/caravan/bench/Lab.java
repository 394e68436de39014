package dev.caravan.bench;

import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.EmbeddedServers.Kind;
import dev.caravan.embedded.SftpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The servers of the bench: Matomo's databases stay, all else is new for every trial. */
final class Lab implements AutoCloseable {

    /** The source of report files. */
    static final String REPORTS = "bench";

    private static final String LEDGER = "ledger_bench";
    private static final String PREFIX = "bench";

    /** Names of servers to their folders, which stand on their command lines. */
    private static final Map<String, String> FOLDERS =
            Map.of("MariaDB", "mariadb", "S3", "s3proxy", "OpenSearch", "opensearch");

    private final Path folder;
    private final EmbeddedServers servers;
    private final MatomoLoad matomo;
    private final SftpServer sftp;

    private Lab(Path folder, Consumer<String> progress) throws IOException {
        this.folder = folder;
        this.servers = EmbeddedServers.start(folder, EnumSet.allOf(Kind.class), progress);
        this.matomo = new MatomoLoad(servers.mariaDb(), progress);
        this.sftp = SftpServer.in(folder.resolve("sftp"));
        sftp.start();
    }

    static Lab start(Path dir, Consumer<String> progress) throws IOException {
        Path folder = dir.resolve("servers");
        progress.accept("starting servers in " + folder);
        return new Lab(folder, progress);
    }

    /** @return how it lies in MariaDB's memory, as a sentence */
    String load(Month month, MonthFolder folder) throws Exception {
        return matomo.load(month, folder);
    }

    /** Empties all but Matomo for a trial, and writes the settings that lead to all of it. */
    Path fresh(Month month) throws IOException, InterruptedException {
        servers.mariaDb().dropDatabase(LEDGER);
        servers.mariaDb().createDatabase(LEDGER);
        Unfinished.delete(servers.buckets().resolve("caravan").resolve(PREFIX));
        URI index = URI.create(
                servers.openSearch().url() + "/caravan-usage-month-" + Month.SITE + "-v1?ignore_unavailable=true");
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(index).DELETE().build(), BodyHandlers.discarding());
        return servers.writeProperties(Map.of(
                "matomo.jdbc.url", servers.mariaDb().jdbcUrl(month.name()),
                "ledger.jdbc.url", servers.mariaDb().jdbcUrl(LEDGER),
                "s3.prefix", PREFIX));
    }

    /** Puts report files on the SFTP server, empties the ledger's database, and writes the settings that lead there. */
    Path fresh(ReportsFolder reports, Month size) throws IOException, SQLException {
        matomo.bufferPool(size);
        servers.mariaDb().dropDatabase(LEDGER);
        servers.mariaDb().createDatabase(LEDGER);
        Path local = folder.resolve("visitfiles");
        Unfinished.delete(local);
        Unfinished.delete(sftp.root());
        Files.createDirectories(sftp.root());
        for (Path report : reports.reports()) {
            Files.createLink(sftp.root().resolve(report.getFileName()), report);
        }
        Map<String, String> settings = new TreeMap<>(sftp.source(REPORTS));
        settings.put("ledger.jdbc.url", servers.mariaDb().jdbcUrl(LEDGER));
        settings.put("visitfiles.dir", local.toString());
        // the files do not change: there is nothing to wait for
        settings.put("visitfiles.stable-age", "1s");
        return servers.writeProperties(settings);
    }

    /** The servers' processes by name. */
    Map<String, Long> processes() {
        Map<String, Long> processes = new TreeMap<>();
        ProcessHandle.current().descendants().forEach(process -> {
            String line = process.info().commandLine().orElse("");
            // each is run by a shell, which has the same on its command line
            boolean shell = process.info().command().orElse("").endsWith("sh");
            FOLDERS.forEach((name, own) -> {
                if (!shell && line.contains(folder.resolve(own) + "/")) {
                    processes.put(name, process.pid());
                }
            });
        });
        if (!processes.keySet().equals(FOLDERS.keySet())) {
            throw new IllegalStateException("Not all servers were found: " + processes.keySet());
        }
        return processes;
    }

    @Override
    public void close() {
        sftp.stop();
        servers.close();
    }
}

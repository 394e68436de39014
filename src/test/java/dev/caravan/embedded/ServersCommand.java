package dev.caravan.embedded;

import dev.caravan.embedded.EmbeddedServers.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the servers in the foreground until SIGTERM or Ctrl-C. */
@Command(
        name = "servers",
        description = {
            "Starts MariaDB, S3 and OpenSearch on this machine, for this machine alone, and keeps them until Ctrl-C.",
            "Their data stays in DIR; the next start finds it again."
        },
        mixinStandardHelpOptions = true)
public final class ServersCommand implements Callable<Integer> {

    private static final String DATABASE = "matomo";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--matomo-dump",
            paramLabel = "FILE.sql[.gz]",
            description = "A dump to load into the Matomo database if that is empty. May be given several times;"
                    + " loaded in this order.")
    private List<Path> dumps = List.of();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where data, logs and servers.properties go. Default: work/servers in the project folder.")
    private @Nullable Path dir;

    @Override
    public Integer call() throws InterruptedException {
        for (Path dump : dumps) {
            if (!Files.isReadable(dump) || Files.isDirectory(dump)) {
                throw new ParameterException(spec.commandLine(), "There is no dump that can be read at " + dump);
            }
        }
        try {
            run(dir == null ? Home.folder().resolve("work/servers") : dir);
        } catch (ServerStartException | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.SOFTWARE;
        }
        return ExitCode.OK;
    }

    private void run(Path folder) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Starting servers on " + folder);
        try (EmbeddedServers servers = EmbeddedServers.start(folder, EnumSet.allOf(Kind.class), out::println)) {
            loadDumps(servers.mariaDb(), folder.resolve("matomo.loading"), out);
            explain(servers, folder, servers.writeProperties(), out);
            new CountDownLatch(1).await();
        }
    }

    /** @param loading there while dumps are being loaded, so also after a load that failed or was killed */
    private void loadDumps(MariaDbServer database, Path loading, PrintWriter out) throws IOException {
        if (Files.exists(loading)) {
            out.println("The last load of a dump did not end: database matomo is emptied");
            database.dropDatabase(DATABASE);
            database.createDatabase(DATABASE);
            Files.delete(loading);
        }
        if (dumps.isEmpty()) {
            return;
        }
        int tables = database.tables(DATABASE);
        if (tables > 0) {
            out.println("Database matomo has " + tables + " tables already: no dump is loaded");
            return;
        }
        Files.createFile(loading);
        for (Path dump : dumps) {
            long begin = System.nanoTime();
            database.load(dump, DATABASE);
            out.printf("Loaded %s into database matomo (%.1f s)%n", dump, (System.nanoTime() - begin) / 1e9);
        }
        if (database.tables(DATABASE) == 0) {
            throw new IOException("The dumps put no table into database matomo."
                    + " Was one made with --databases? Make it again without");
        }
        Files.delete(loading);
    }

    private static void explain(EmbeddedServers servers, Path folder, Path ready, PrintWriter out) {
        MariaDbServer database = servers.mariaDb();
        out.printf(
                """

                Ready. Passwords and addresses are in %1$s

                  run       ./caravan run matomo --period 2024-05 --config %1$s
                  SQL       %2$s --defaults-file=%3$s matomo
                  search    curl %4$s/_cat/indices
                  objects   %5$s/s3/caravan

                Ctrl-C stops all of them.
                """,
                ready,
                database.client(),
                database.clientOptions(),
                servers.openSearch().url(),
                folder);
        out.flush();
    }
}

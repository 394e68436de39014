package dev.caravan.embedded;

import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.Settings;
import dev.caravan.api.Operation;
import dev.caravan.embedded.DemoMatomo.Loaded;
import dev.caravan.embedded.DemoStatistics.TopItem;
import dev.caravan.embedded.EmbeddedServers.Kind;
import dev.caravan.sources.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole service at work on made-up data, on servers of its own. */
@Command(
        name = "demo",
        description = {
            "Shows Caravan at work: starts MariaDB, S3 and OpenSearch on this machine, fills a Matomo with two months"
                    + " of made-up usage of six sites, extracts and indexes it, and shows the result.",
            "Then it stays up as the daemon until Ctrl-C. Each start begins anew."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."})
public final class DemoCommand implements Callable<Integer> {

    private static final int TOP = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--exit", description = "End after the result.")
    private boolean exit;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where data, logs and servers.properties go; new, empty, or of an earlier demo, whose files"
                    + " are deleted. Default: work/demo in the project folder.")
    private @Nullable Path dir;

    private final long begin = System.nanoTime();
    private volatile boolean ending;

    @Override
    public Integer call() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "demo-ending"));
        Narrator narrator = new Narrator(spec.commandLine().getOut());
        try {
            return run(narrator, DemoFolder.fresh(dir == null ? Home.folder().resolve("work/demo") : dir));
        } catch (Exception e) {
            if (ending) {
                // told to end in the middle of something: the shutdown hooks tidy up, and what broke is of no interest
                new CountDownLatch(1).await();
            }
            if (e instanceof ServerStartException) {
                spec.commandLine().getErr().println("caravan: " + e.getMessage());
                return ExitCode.SOFTWARE;
            }
            throw e;
        }
    }

    private int run(Narrator narrator, Path folder) throws Exception {
        narrator.say("Caravan's demo: two months of six made-up sites, from Matomo to statistics;"
                + " and a night's report files, from SFTP to a database.\n");
        narrator.say("Starting servers in " + folder);
        try (EmbeddedServers servers = narrator.during(
                "starting servers", () -> EmbeddedServers.start(folder, EnumSet.allOf(Kind.class), narrator::say))) {
            narrator.say("Filling Matomo's database with made-up visits");
            Loaded loaded = narrator.during("loading data", () -> load(servers.mariaDb()));
            narrator.say("Matomo holds %,d visits and %,d events of %d sites; starting the service"
                    .formatted(loaded.visits(), loaded.events(), loaded.sites()));
            Path sources = DemoMatomo.writeSources(folder.resolve("sources"));
            SftpServer sftp = SftpServer.in(folder.resolve("sftp"));
            sftp.start();
            DemoVisitFiles visitFiles = new DemoVisitFiles(sftp);
            visitFiles.drop();
            Settings settings = settings(servers, folder, visitFiles);
            try (Components components =
                            narrator.during("preparing the ledger", () -> new Components(settings, DemoRun.clock()));
                    Service service = narrator.during("starting the service", () -> Service.start(components, true))) {
                servers.beforeStop(() -> {
                    service.close();
                    components.close();
                    sftp.stop();
                });
                boolean done =
                        show(narrator, components, service, DemoRun.importSources(components, sources), visitFiles);
                if (!exit) {
                    stayUp(narrator, settings, folder);
                }
                return done ? ExitCode.OK : ExitCode.SOFTWARE;
            } finally {
                sftp.stop();
            }
        }
    }

    private static Loaded load(MariaDbServer database) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl("matomo"), database.user(), database.password())) {
            return DemoMatomo.load(connection);
        }
    }

    private static Settings settings(EmbeddedServers servers, Path folder, DemoVisitFiles visitFiles)
            throws IOException {
        Map<String, String> further = new TreeMap<>(visitFiles.settings(folder));
        further.putAll(Map.of(
                "usage.identifiers.map-dir", folder.resolve("sources").toString(),
                "work.dir", folder.resolve("work").toString(),
                "run.workers", "4",
                "run.poll", "200ms",
                "engine.memory-mb", "512"));
        Path file = servers.writeProperties(further);
        // over the environment too: whatever a shell is set up for, the demo touches no server but its own
        servers.properties().forEach((key, value) -> System.setProperty("caravan." + key, value.toString()));
        return Settings.load(List.of(file));
    }

    /** @return whether all went well */
    private boolean show(
            Narrator narrator, Components components, Service service, List<Source> sources, DemoVisitFiles visitFiles)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        DemoRun.Result result = new DemoRun(components, service, out).run(sources);
        List<String> problems = new ArrayList<>(result.problems());
        problems.addAll(visitFiles.run(components, out));
        DemoStatistics statistics = statistics(components.settings());
        statistics.refresh();
        List<TopItem> top = statistics.top(TOP);
        long documents = statistics.documents();

        narrator.say("\nWhat happened\n" + DemoTable.sites(sources, result.extracted(), result.indexed()));
        narrator.say("The %d items of the repositories with the most downloads, both months".formatted(top.size()));
        narrator.say(DemoTable.items(top));
        narrator.say("What became of the report files, by their control log");
        narrator.say(DemoVisitFiles.table(components));
        problems.forEach(narrator::say);
        narrator.say("%.1f seconds in all".formatted((System.nanoTime() - begin) / 1e9));
        narrator.say(documents + " documents indexed");
        return problems.isEmpty();
    }

    private static DemoStatistics statistics(Settings settings) {
        return new DemoStatistics(
                settings.search().url().toString(), settings.search().indexPrefix());
    }

    private static void stayUp(Narrator narrator, Settings settings, Path folder)
            throws IOException, InterruptedException {
        DemoStatistics statistics = statistics(settings);
        String management = "http://127.0.0.1:" + settings.http().managementPort() + "/observe/";
        String api = "http://127.0.0.1:" + settings.http().port() + Operation.BASE;
        String search = statistics.top(1).stream()
                .map(item -> "curl '" + statistics.searchUrl(item.identifier()) + "'")
                .findFirst()
                .orElse("-");
        narrator.say("""

                The daemon and its servers stay up. Look at

                  interface %6$s/status  and what else %6$s/openapi.yaml has
                  health    %1$shealth
                  metrics   %1$smetrics
                  top item  %2$s
                  objects   %3$s/s3/%4$s
                  ledger    %5$s status --config %3$s/servers.properties
                  reports   %3$s/visitfiles: the backups of the report files, and what is in quarantine

                Every other command works on them too with that --config. A month again, by the operator's token:

                  curl -H 'Authorization: Bearer %7$s' -H 'Content-Type: application/json' \\
                    -d '{"pipeline": "usage", "sites": "all", "from": "%8$s", "mode": "all"}' %6$s/runs

                Ctrl-C ends them.\
                """.formatted(
                        management,
                        search,
                        folder,
                        settings.dataset().bucket() + "/" + settings.dataset().prefix(),
                        Home.folder().resolve("caravan"),
                        api,
                        settings.http().token().reveal(),
                        YearMonth.from(DemoCalendar.FROM)));
        new CountDownLatch(1).await();
    }
}

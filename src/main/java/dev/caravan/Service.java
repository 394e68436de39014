package dev.caravan;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.alerts.AlertRoutes;
import dev.caravan.alerts.Alerts;
import dev.caravan.alerts.Notices;
import dev.caravan.alerts.Outbox;
import dev.caravan.api.ApiRoutes;
import dev.caravan.dataset.DatasetRoutes;
import dev.caravan.dataset.DatasetWriter;
import dev.caravan.dataset.Garbage;
import dev.caravan.dataset.ObjectStore;
import dev.caravan.diagnosis.Explain;
import dev.caravan.engine.DuckDbEngine;
import dev.caravan.matomo.LateData;
import dev.caravan.matomo.MatomoExtract;
import dev.caravan.matomo.MatomoRoutes;
import dev.caravan.observe.FileLogs;
import dev.caravan.observe.Observation;
import dev.caravan.observe.RunLogs;
import dev.caravan.observe.WorkMetrics;
import dev.caravan.platform.Pause;
import dev.caravan.platform.Scratch;
import dev.caravan.run.Claims;
import dev.caravan.run.EndingListener;
import dev.caravan.run.Leases;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.RetryPolicies;
import dev.caravan.run.RunRoutes;
import dev.caravan.run.Schedules;
import dev.caravan.search.BulkOutcome;
import dev.caravan.search.SearchAdmin;
import dev.caravan.search.SearchRoutes;
import dev.caravan.usage.DerivedColumns;
import dev.caravan.usage.UsageInspector;
import dev.caravan.usage.UsageJob;
import dev.caravan.usage.UsagePublisher;
import dev.caravan.usage.UsageRead;
import dev.caravan.usage.UsageRoutes;
import dev.caravan.usage.UsageStages;
import dev.caravan.visitfiles.DayClosing;
import dev.caravan.visitfiles.KeptReports;
import dev.caravan.visitfiles.MissedListings;
import dev.caravan.visitfiles.ReportFolders;
import dev.caravan.visitfiles.ReportListing;
import dev.caravan.visitfiles.ReportsToTell;
import dev.caravan.visitfiles.VisitFile;
import dev.caravan.visitfiles.VisitFilesPlans;
import dev.caravan.visitfiles.VisitFilesRoutes;
import dev.caravan.visitfiles.VisitFilesSettings;
import dev.caravan.visitfiles.VisitorChecks;
import dev.caravan.visitfiles.load.BackupLog;
import dev.caravan.visitfiles.load.ControlLog;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.load.Remarks;
import dev.caravan.visitfiles.load.VisitLoad;
import dev.caravan.visitfiles.sftp.SftpSites;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.RestClient;
import org.opensearch.client.opensearch.core.BulkRequest;
import org.opensearch.client.opensearch.core.bulk.BulkOperation;
import org.opensearch.client.opensearch.core.bulk.BulkResponseItem;

/**
 * The running service: Camel with its routes and the beans they call.
 *
 * <p>As a daemon it plans by schedule and works on everything; for a command it works on one run and nothing else.
 */
public final class Service implements AutoCloseable {

    /** However many clients there are, the workers have their own. */
    private static final int API_CONNECTIONS = 4;

    private static final Duration API_PATIENCE = Duration.ofSeconds(30);

    private final Main main = new Main();
    private final Leases leases;
    private final RestClient search;
    private final @Nullable HikariDataSource apiDatabase;
    private final Scratch scratch;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final UsageInspector inspector;
    private final @Nullable Observation observation;
    private final @Nullable RunLogs runLogs;
    private final @Nullable FileLogs fileLogs;

    private Service(Components components, boolean daemon) {
        Settings settings = components.settings();
        this.search = components.search();
        Set<Role> roles = daemon ? settings.roles() : Set.of(Role.WORKER);
        this.apiDatabase = roles.contains(Role.API)
                ? LedgerDatabase.pool(settings.run(), "ledger-api", API_CONNECTIONS, API_PATIENCE)
                : null;
        this.scratch = new Scratch(settings.workDir().resolve("scratch"));
        WorkMetrics work = new WorkMetrics(meters, components.pipelines());
        this.runLogs = settings.runLogs().prefix().isEmpty()
                ? null
                : new RunLogs(components.logs(), scratch, components.clock(), meters);
        VisitFilesSettings files = settings.visitFiles();
        this.fileLogs = files.sources().isEmpty()
                ? null
                : new FileLogs(files.folders().logs(), files.load().zone(), components.clock());
        this.leases = new Leases(
                new Claims(components.database(), settings.run()),
                components.pipelines(),
                settings.run(),
                ProcessHandle.current().pid() + "-"
                        + UUID.randomUUID().toString().substring(0, 8),
                Stream.of(work, runLogs, fileLogs)
                        .filter(Objects::nonNull)
                        .reduce(EndingListener::and)
                        .orElse(work));
        main.configure()
                .withName("caravan")
                .withShutdownTimeout(Math.toIntExact(settings.grace().toSeconds()))
                // what takes longer than the grace is given back; forcing it would make it fail, also when a route is
                // suspended
                .withShutdownNowOnTimeout(false)
                .withRoutesIncludePattern("file:" + settings.routes() + "/*.camel.yaml")
                .withBasePackageScanEnabled(false);
        main.setOverrideProperties(properties(settings, roles, daemon));
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().addRoutesBuilder(new RetryPolicies());
        main.configure().addRoutesBuilder(new RunRoutes(settings.run()));
        main.configure().addRoutesBuilder(new DatasetRoutes());
        main.configure().addRoutesBuilder(new SearchRoutes());
        main.configure().addRoutesBuilder(new MatomoRoutes());
        main.configure().addRoutesBuilder(new UsageRoutes());
        if (!settings.visitFiles().sources().isEmpty()) {
            main.configure().addRoutesBuilder(new VisitFilesRoutes());
        }
        main.configure().addRoutesBuilder(new AlertRoutes(settings.alerts()));
        UsageStages stages = new UsageStages(settings.usage());
        UsageRead reading = reading(components, stages, scratch);
        this.inspector = new UsageInspector(settings.usage(), components.usage(), reading, stages, this::stages);
        if (apiDatabase != null) {
            Explain explain = new Explain(inspector, components.usage().rulesVersion());
            main.configure()
                    .addRoutesBuilder(
                            new ApiRoutes(components.api(apiDatabase, explain), settings.http(), settings.reports()));
        }
        bind(components, stages, reading);
        visitFiles(components, work);
        this.observation = daemon ? observe(components, work) : null;
    }

    /**
     * Starts a service that does nothing until {@link #work}.
     *
     * @param daemon whether schedules and servers run
     */
    public static Service start(Components components, boolean daemon) {
        Service service = new Service(components, daemon);
        try {
            service.main.start();
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
        return service;
    }

    private static Properties properties(Settings settings, Set<Role> roles, boolean daemon) {
        Properties properties = new Properties();
        properties.putAll(settings.camel());
        Role.excludedRoutes(roles)
                .ifPresent(routes -> properties.setProperty("camel.main.routeFilterExcludePattern", routes));
        if (roles.contains(Role.API)) {
            properties.putAll(settings.http().server());
        }
        if (daemon) {
            properties.putAll(settings.http().management());
        }
        return properties;
    }

    private static UsageRead reading(Components components, UsageStages stages, Scratch scratch) {
        Settings settings = components.settings();
        return new UsageRead(
                settings.usage(),
                components.usage(),
                stages,
                settings.columns(),
                components.sources(),
                components.ledger(),
                components.dataset(),
                new DuckDbEngine(settings.engine()),
                scratch,
                components.clock());
    }

    private void bind(Components components, UsageStages stages, UsageRead reading) {
        Settings settings = components.settings();
        main.bind("ledgerDataSource", components.database());
        main.bind("s3Client", components.s3());
        main.bind("searchClient", search);
        main.bind("planner", components.planner());
        main.bind("leases", leases);
        main.bind("schedules", new Schedules(components.clock()));
        main.bind("oldLogs", components.oldLogs());
        main.bind(
                "garbage", new Garbage(components.objects(), settings.dataset().garbageAge(), components.clock()));
        main.bind(
                "matomoExtract",
                new MatomoExtract(
                        settings.matomo(),
                        components.matomo(),
                        settings.columns(),
                        components.sources(),
                        new DerivedColumns(settings.usage(), settings.columns())::of,
                        new DatasetWriter(components.objects()),
                        (key, file) -> put(components.objects(), key, file),
                        scratch,
                        components.clock()));
        main.bind(
                "lateData",
                new LateData(settings.matomo(), components.matomo(), components.ledger(), components.planner()));
        main.bind(
                "alerts",
                new Alerts(
                        components.database(),
                        components.pipelines(),
                        settings.alerts(),
                        settings.visitFiles().alerts(),
                        components.clock()));
        main.bind("outbox", new Outbox(components.database(), settings.alerts(), this::send, components.clock()));
        main.bind("stages", stages);
        main.bind("usageRead", reading);
        main.bind(
                "usagePublisher",
                new UsagePublisher(components.usage(), stages, new SearchAdmin(search), settings.search(), this::bulk));
    }

    private void visitFiles(Components components, WorkMetrics work) {
        VisitFilesSettings settings = components.settings().visitFiles();
        VisitFilesPlans plans = components.visitFiles();
        main.bind("visitFilesPlans", plans);
        KeptReports reports = new KeptReports(components.fileReports(components.database()), settings.folders());
        Notices notices =
                new Notices(components.database(), components.settings().alerts());
        main.bind("visitFilesReports", new ReportsToTell(components.database(), plans, reports, notices));
        main.bind(
                "visitFilesMissed",
                new MissedListings(settings, plans, new LedgerFigures(components.database()), components.clock()));
        if (settings.sources().isEmpty()) {
            return;
        }
        HikariDataSource loading = components.loading();
        gauges(loading, settings);
        Stream.of(FileStatus.values()).map(FileStatus::name).forEach(work::files);
        ControlLog control = new ControlLog(components.database());
        Remarks remarks = new Remarks(components.database());
        SftpSites sites = new SftpSites(settings.sites(), main::getCamelContext);
        main.bind(
                "visitFilesList",
                new ReportListing(
                        settings,
                        sites,
                        control,
                        remarks,
                        plans,
                        components.clock(),
                        Pause.asleep("The listing of report files was interrupted")));
        main.bind(
                "visitFile",
                new VisitFile(
                        settings,
                        sites,
                        control,
                        remarks,
                        new VisitLoad(loading, settings.load(), components.clock()),
                        plans,
                        scratch,
                        components.clock(),
                        meters));
        main.bind(
                "visitFilesDay",
                new DayClosing(settings, control, new BackupLog(components.database()), plans, reports));
        main.bind("visitorChecks", new VisitorChecks(components.visitors()));
    }

    private void gauges(HikariDataSource loading, VisitFilesSettings settings) {
        Gauge.builder("caravan.connections.used", () -> loading.getHikariPoolMXBean()
                        .getActiveConnections())
                .description("Connections of this instance that load report files")
                .tag("pool", "visitfiles")
                .register(meters);
        Gauge.builder("caravan.disk.free", settings.folders(), ReportFolders::free)
                .description("Room on the disk of the report files")
                .tag("folder", "visitfiles")
                .baseUnit("bytes")
                .register(meters);
    }

    /** Camel finds the health checks, and the registry by its name. */
    private Observation observe(Components components, WorkMetrics work) {
        Observation watching = new Observation(
                components.settings().observe(),
                components.settings().run(),
                components.pipelines(),
                components.objects(),
                new SearchAdmin(search),
                meters,
                work);
        watching.checks().forEach(check -> main.bind("health-" + check.getId(), check));
        main.bind("metricsRegistry", meters);
        return watching;
    }

    private void put(ObjectStore objects, String key, Path file) {
        try {
            template()
                    .to("direct:dataset.put")
                    .withHeader(AWS2S3Constants.KEY, objects.absolute(key))
                    .withBody(file.toFile())
                    .request();
        } catch (CamelExecutionException e) {
            throw objects.failure("write " + key, e);
        }
    }

    private List<BulkOutcome.Item> bulk(List<BulkOperation> operations) {
        List<?> items;
        try {
            items = template()
                    .to("direct:search.bulk")
                    .withBody(new BulkRequest.Builder().operations(operations))
                    .request(List.class);
        } catch (CamelExecutionException e) {
            throw SearchAdmin.failure(e);
        }
        return items.stream()
                .map(BulkResponseItem.class::cast)
                .map(item -> new BulkOutcome.Item(
                        String.valueOf(item.id()),
                        item.status(),
                        item.error() == null
                                ? null
                                : item.error().type() + ": " + item.error().reason()))
                .toList();
    }

    private void stages(UsageJob job) {
        try {
            template().to("direct:usage.stages").withBody(job).request();
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void send(String route, String body, Map<String, String> headers) {
        template().to(route).withHeaders(new HashMap<>(headers)).withBody(body).request();
    }

    private FluentProducerTemplate template() {
        return main.getCamelContext().createFluentProducerTemplate();
    }

    /**
     * Plans by the same route as the schedules.
     *
     * @throws IllegalArgumentException when the request makes no sense
     */
    public Plan plan(PlanRequest request) {
        try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
            return template.requestBody("direct:run.plan", request, Plan.class);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Begins to take items.
     *
     * @param onlyRun those of this run; empty for any
     */
    public void work(String onlyRun) {
        leases.open(onlyRun);
    }

    /** Shows what the stages make of a site's period, at any time. */
    public UsageInspector inspector() {
        return inspector;
    }

    /** What is indexed. */
    public SearchAdmin searchAdmin() {
        return new SearchAdmin(search);
    }

    /** Gives back what is in hand, without waiting for it. */
    public void giveBack() {
        leases.close();
    }

    /** Finishes what is in hand within the shutdown time-out, gives the rest back, and ends. */
    @Override
    public void close() {
        leases.stop();
        // last one first, each whatever becomes of the others
        try (scratch;
                RunLogs unusedLogs = runLogs;
                FileLogs unusedFileLogs = fileLogs;
                HikariDataSource unusedPool = apiDatabase;
                Leases unusedLeases = leases) {
            if (observation != null) {
                observation.close();
            }
            main.stop();
            meters.close();
        }
    }
}

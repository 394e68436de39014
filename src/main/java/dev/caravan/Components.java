package dev.caravan;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.api.Api;
import dev.caravan.api.VisitFileAnswers;
import dev.caravan.dataset.DatasetReader;
import dev.caravan.dataset.DatasetSettings;
import dev.caravan.dataset.ObjectStore;
import dev.caravan.diagnosis.Explainer;
import dev.caravan.matomo.MatomoPipeline;
import dev.caravan.observe.OldLogs;
import dev.caravan.reports.Reports;
import dev.caravan.run.ItemControl;
import dev.caravan.run.Ledger;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.LedgerPages;
import dev.caravan.run.Pipeline;
import dev.caravan.run.Planner;
import dev.caravan.search.SearchClient;
import dev.caravan.search.SearchReader;
import dev.caravan.sources.Sources;
import dev.caravan.usage.Recoveries;
import dev.caravan.usage.UsagePipeline;
import dev.caravan.visitfiles.FilesPipeline;
import dev.caravan.visitfiles.VisitFilesPlans;
import dev.caravan.visitfiles.VisitFilesSettings;
import dev.caravan.visitfiles.load.VisitFilesDatabase;
import dev.caravan.visitfiles.load.Visitors;
import dev.caravan.visitfiles.overview.FilesReports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.RestClient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** What the service and the commands share: the control database, the dataset, the pipelines. No Camel. */
public final class Components implements AutoCloseable {

    private final Settings settings;
    private final Clock clock;
    private final HikariDataSource database;
    private final S3Client s3;
    private @Nullable RestClient search;
    private @Nullable HikariDataSource loading;
    private final ObjectStore objects;
    private final DatasetReader dataset;
    private final Sources sources;
    private final Ledger ledger;
    private final MatomoPipeline matomo;
    private final Recoveries recoveries;
    private final UsagePipeline usage;
    private final List<Pipeline> pipelines;
    private final Planner planner;

    /** Opens and migrates the control database; nothing else is connected to yet. */
    public Components(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.s3 = s3(settings.dataset());
        this.objects = new ObjectStore(s3, settings.dataset());
        this.dataset = new DatasetReader(objects);
        this.database = LedgerDatabase.open(settings.run());
        if (!settings.visitFiles().sources().isEmpty()) {
            VisitFilesDatabase.migrate(database, settings.visitFiles().load(), clock.instant());
        }
        this.sources = new Sources(database);
        this.ledger = new Ledger(database);
        this.matomo = new MatomoPipeline(settings.matomo(), settings.columns());
        this.recoveries = new Recoveries(database);
        this.usage = new UsagePipeline(settings.usage(), settings.columns(), sources, dataset, recoveries);
        this.pipelines = Stream.concat(Stream.of(matomo, usage), FilesPipeline.of(settings.visitFiles()).stream())
                .toList();
        this.planner = planner(database);
    }

    private static S3Client s3(DatasetSettings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(settings.timeout())
                        .apiCallTimeout(settings.timeout().multipliedBy(5).dividedBy(2)));
        settings.endpoint().ifPresent(builder::endpointOverride);
        if (!settings.accessKey().isEmpty()) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    settings.accessKey(), settings.secretKey().reveal())));
        }
        return builder.build();
    }

    public Settings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public HikariDataSource database() {
        return database;
    }

    public S3Client s3() {
        return s3;
    }

    /** Opened at the first call: most commands do without. */
    public synchronized RestClient search() {
        if (search == null) {
            search = SearchClient.open(settings.search());
        }
        return search;
    }

    /** The connections that load report files; opened at the first call. */
    public synchronized HikariDataSource loading() {
        if (loading == null) {
            loading = VisitFilesDatabase.open(
                    settings.run(), settings.visitFiles().load());
        }
        return loading;
    }

    /** The totals of report files. */
    public Visitors visitors() {
        return new Visitors(loading(), settings.visitFiles().load(), clock);
    }

    /** What becomes of report files by day and month, asked of this database. */
    public FilesReports fileReports(DataSource ledger) {
        VisitFilesSettings files = settings.visitFiles();
        return new FilesReports(ledger, files.load().zone(), files.validation().errorRatio(), files.folders()::free);
    }

    public ObjectStore objects() {
        return objects;
    }

    /** Where the logs of attempts lie; only of use when s3.logs-prefix is set. */
    public ObjectStore logs() {
        return new ObjectStore(
                s3, settings.dataset().bucket(), settings.runLogs().prefix());
    }

    public OldLogs oldLogs() {
        return new OldLogs(logs(), settings.runLogs(), clock);
    }

    public DatasetReader dataset() {
        return dataset;
    }

    public Sources sources() {
        return sources;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Planner planner() {
        return planner;
    }

    /** Opens work on report files. */
    public VisitFilesPlans visitFiles() {
        return new VisitFilesPlans(planner, clock, settings.visitFiles());
    }

    public Recoveries recoveries() {
        return recoveries;
    }

    public MatomoPipeline matomo() {
        return matomo;
    }

    public UsagePipeline usage() {
        return usage;
    }

    /** The interface on a ledger connection of the caller's choice; it explains nothing. */
    public Api api(DataSource ledger) {
        return api(ledger, (source, identifier, units, callOff) -> {
            throw new IllegalStateException("Only a running service explains");
        });
    }

    /** The same for a service. */
    public Api api(DataSource ledger, Explainer explainer) {
        return new Api(
                planner(ledger),
                new Sources(ledger),
                new LedgerPages(ledger),
                new LedgerFigures(ledger),
                new ItemControl(ledger, pipelines()),
                new Reports(
                        settings.reports(),
                        new Sources(ledger),
                        settings.usage().spelling(),
                        new LedgerFigures(ledger),
                        new SearchReader(this::search, settings.reports().timeout()),
                        settings.search().indexPrefix(),
                        clock),
                new VisitFileAnswers(
                        settings.visitFiles(),
                        new VisitFilesPlans(planner(ledger), clock, settings.visitFiles()),
                        ledger,
                        fileReports(ledger),
                        this::visitors),
                explainer,
                // before the server itself gives the request up
                settings.http().requestTimeout().multipliedBy(4).dividedBy(5));
    }

    private Planner planner(DataSource ledger) {
        return new Planner(
                new Ledger(ledger),
                pipelines().stream().collect(Collectors.toMap(Pipeline::name, Function.identity())),
                clock);
    }

    /** Every pipeline of this service; workers take turns among them. */
    public List<Pipeline> pipelines() {
        return pipelines;
    }

    @Override
    public void close() {
        try (database;
                s3;
                HikariDataSource unused = loading) {
            if (search != null) {
                search.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

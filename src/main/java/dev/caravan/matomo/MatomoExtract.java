package dev.caravan.matomo;

import dev.caravan.dataset.DatasetWriter;
import dev.caravan.dataset.DerivedColumn;
import dev.caravan.dataset.Manifest;
import dev.caravan.dataset.Partition;
import dev.caravan.platform.Milestones;
import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Scratch;
import dev.caravan.run.ItemLog;
import dev.caravan.run.Lease;
import dev.caravan.run.Outcome;
import dev.caravan.run.WorkItem;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.Source;
import dev.caravan.sources.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Copies one site's events and visits of one UTC day from Matomo to the dataset. Doing it again replaces the day;
 * memory does not grow with it. Safe for many threads.
 */
public final class MatomoExtract {

    private final MatomoSettings settings;
    private final IdentifierColumns columns;
    private final Sources sources;
    private final Function<Source, List<DerivedColumn>> derived;
    private final DatasetWriter dataset;
    private final PartUpload upload;
    private final Scratch scratch;
    private final Clock clock;
    private final String rulesVersion;

    /** @param derived the columns that parts of events have beside the raw ones */
    public MatomoExtract(
            MatomoSettings settings,
            MatomoPipeline pipeline,
            IdentifierColumns columns,
            Sources sources,
            Function<Source, List<DerivedColumn>> derived,
            DatasetWriter dataset,
            PartUpload upload,
            Scratch scratch,
            Clock clock) {
        this.settings = settings;
        this.columns = columns;
        this.sources = sources;
        this.derived = derived;
        this.dataset = dataset;
        this.upload = upload;
        this.scratch = scratch;
        this.clock = clock;
        this.rulesVersion = pipeline.rulesVersion();
    }

    /**
     * @return {@code events.in} and {@code visits.in}; a day without events publishes empty partitions, so that "nothing"
     *     and "not run" differ
     * @throws PipelineException by what went wrong; nothing is published then
     */
    public Outcome extract(Lease lease) throws InterruptedException {
        WorkItem item = lease.item();
        Source source = sources.require(Integer.parseInt(item.subject()));
        ExecutorService uploads =
                Executors.newSingleThreadExecutor(task -> new Thread(() -> logged(item, task), "upload-" + item.id()));
        try (Scratch.Folder folder = scratch.folder("matomo-" + item.id());
                Connection connection = new MatomoDatabase(settings).snapshot()) {
            MatomoQueries queries = MatomoQueries.fitted(
                    connection, settings.tablePrefix(), columns.all(), source.type(), columns.of(source.type()));
            Job job = new Job(lease, source.siteId(), derived.apply(source), connection, folder, uploads);
            return item.dryRun() ? count(job, queries) : copy(job, queries);
        } catch (SQLException e) {
            throw MatomoDatabase.translate(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            uploads.shutdownNow();
        }
    }

    private static void logged(WorkItem item, Runnable task) {
        try (ItemLog unused = new ItemLog(item)) {
            task.run();
        }
    }

    private record Job(
            Lease lease,
            int site,
            List<DerivedColumn> derived,
            Connection connection,
            Scratch.Folder folder,
            ExecutorService uploads) {

        LocalDate day() {
            return lease.item().period().from();
        }

        SortedMap<String, String> versions() {
            return derived.stream()
                    .collect(Collectors.toMap(DerivedColumn::name, DerivedColumn::version, (a, b) -> a, TreeMap::new));
        }
    }

    private Outcome copy(Job job, MatomoQueries queries) throws SQLException, IOException, InterruptedException {
        Partition visits = new Partition("visits", job.site(), job.day());
        Partition events = new Partition("events", job.site(), job.day());
        try (PartWriter visitParts = writer(job, visits, queries.visitSchema(), List.of());
                PartWriter eventParts = writer(job, events, queries.eventSchema(), job.derived())) {
            read(job, queries.visits(), visitParts::write);
            read(job, queries.events(), eventParts::write);
            Manifest.Parts visitList = new Manifest.Parts(visitParts.rows(), visitParts.parts());
            List<Manifest.Part> eventList = eventParts.parts();

            Milestones.reached("matomo.before-manifest");
            job.lease().check();
            dataset.publish(visits, manifest(job, visits, visitList.rows(), visitList.parts(), null));
            Milestones.reached("matomo.between-manifests");
            job.lease().check();
            dataset.publish(events, manifest(job, events, eventParts.rows(), eventList, visitList));
            Milestones.reached("matomo.manifest-written");
            return outcome(visitParts.rows(), eventParts.rows(), events.manifest());
        }
    }

    private static Outcome count(Job job, MatomoQueries queries) throws SQLException, IOException {
        long[] rows = new long[2];
        read(job, queries.visits(), result -> rows[0] = countRows(result));
        read(job, queries.events(), result -> rows[1] = countRows(result));
        return outcome(rows[0], rows[1], "");
    }

    private static long countRows(ResultSet result) throws SQLException {
        long rows = 0;
        while (result.next()) {
            rows++;
        }
        return rows;
    }

    private static Outcome outcome(long visits, long events, String output) {
        return new Outcome(
                new TreeMap<>(Map.of("visits.in", visits, Outcome.IN, events, Outcome.KEPT, events)), "", output);
    }

    private interface Rows {
        void read(ResultSet result) throws SQLException, IOException;
    }

    private static void read(Job job, String query, Rows rows) throws SQLException, IOException {
        try (PreparedStatement statement =
                job.connection().prepareStatement(query, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            // Connector/J streams row by row with this value, and holds the whole result in memory with any other
            statement.setFetchSize(Integer.MIN_VALUE);
            statement.setInt(1, job.site());
            statement.setString(2, job.day() + " 00:00:00");
            statement.setString(3, job.day().plusDays(1) + " 00:00:00");
            try (ResultSet result = statement.executeQuery()) {
                rows.read(result);
            }
        }
        job.lease().check();
    }

    private PartWriter writer(Job job, Partition partition, Schema schema, List<DerivedColumn> derived) {
        return new PartWriter(
                partition,
                job.lease(),
                Row.of(schema, ResultSet::getBytes, derived),
                job.folder().path(),
                settings.rowsPerPart(),
                upload,
                dataset,
                job.uploads());
    }

    private Manifest manifest(
            Job job, Partition partition, long rows, List<Manifest.Part> parts, Manifest.@Nullable Parts visits) {
        WorkItem item = job.lease().item();
        return new Manifest(
                1,
                partition.table(),
                job.site(),
                job.day().toString(),
                MatomoPipeline.SCHEMA,
                rulesVersion,
                item.runId(),
                item.attempt(),
                item.token(),
                clock.instant().toString(),
                rows,
                visits == null ? new TreeMap<>() : job.versions(),
                parts,
                visits);
    }
}

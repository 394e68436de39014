package dev.caravan.matomo;

import dev.caravan.dataset.DatasetSettings;
import dev.caravan.dataset.DatasetWriter;
import dev.caravan.dataset.DerivedColumn;
import dev.caravan.dataset.ObjectStore;
import dev.caravan.dataset.Partition;
import dev.caravan.platform.Secret;
import dev.caravan.run.Period;
import dev.caravan.run.TestLease;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Writes parts as the extraction does, but of any result set and into a folder of this disk. For one thread. */
public final class LocalParts implements AutoCloseable {

    private static final int ROWS_PER_PART = 200_000;

    private final Path folder;
    private final List<DerivedColumn> derived;
    private final S3Client nowhere = S3Client.builder().region(Region.US_EAST_1).build();
    private final ExecutorService uploads = Executors.newSingleThreadExecutor();

    /** @param derived the columns that parts of events have beside the raw ones */
    public LocalParts(Path folder, List<DerivedColumn> derived) {
        this.folder = folder;
        this.derived = derived;
    }

    /** The columns that a result of this table must have, in order; times are microseconds of the epoch. */
    public static List<String> columns(String table) throws IOException {
        return schema(table).getFields().stream().map(Schema.Field::name).toList();
    }

    /** Copies every row to parts named after the table and the day. */
    public void write(String table, int site, LocalDate day, ResultSet rows)
            throws SQLException, IOException, InterruptedException {
        try (PartWriter writer = new PartWriter(
                new Partition(table, site, day),
                TestLease.of("matomo", String.valueOf(site), Period.day(day)),
                Row.of(schema(table), Column::encoded, table.equals("events") ? derived : List.of()),
                folder,
                ROWS_PER_PART,
                (key, file) -> keep(table + "-" + day + "-" + key.substring(key.lastIndexOf('-') + 1), file),
                new DatasetWriter(new ObjectStore(nowhere, settings())),
                uploads)) {
            writer.write(rows);
            writer.parts();
        }
    }

    private void keep(String name, Path file) {
        try {
            Files.copy(file, folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema schema(String table) throws IOException {
        try (InputStream in = LocalParts.class.getResourceAsStream("/schema/" + table + ".avsc")) {
            return new Schema.Parser().parse(Objects.requireNonNull(in));
        }
    }

    private static DatasetSettings settings() {
        return new DatasetSettings(
                Optional.of(URI.create("http://localhost")),
                "",
                "",
                "",
                "",
                new Secret(""),
                true,
                Duration.ofMinutes(1),
                Duration.ZERO);
    }

    @Override
    public void close() {
        uploads.shutdownNow();
        nowhere.close();
    }
}

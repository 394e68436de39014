package dev.caravan.matomo;

import dev.caravan.dataset.DatasetWriter;
import dev.caravan.dataset.Manifest;
import dev.caravan.dataset.Partition;
import dev.caravan.platform.Digests;
import dev.caravan.platform.Milestones;
import dev.caravan.run.Lease;
import dev.caravan.run.WorkItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.ParquetWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a result set as Parquet parts: each goes to a local file first and from there to S3 on another thread, so that
 * an upload never stalls the cursor. Memory is bounded by the row group, disk by the parts that wait for their upload.
 */
final class PartWriter implements AutoCloseable {

    private final Partition partition;
    private final Lease lease;
    private final Row row;
    private final Path scratch;
    private final int rowsPerPart;
    private final PartUpload upload;
    private final DatasetWriter dataset;
    private final ExecutorService uploads;
    private final List<Future<Manifest.Part>> parts = new ArrayList<>();
    private @Nullable ParquetWriter<Row> writer;
    private Path file = Path.of("");
    private long rowsOfPart;
    private long rows;

    PartWriter(
            Partition partition,
            Lease lease,
            Row row,
            Path scratch,
            int rowsPerPart,
            PartUpload upload,
            DatasetWriter dataset,
            ExecutorService uploads) {
        this.partition = partition;
        this.lease = lease;
        this.row = row;
        this.scratch = scratch;
        this.rowsPerPart = rowsPerPart;
        this.upload = upload;
        this.dataset = dataset;
        this.uploads = uploads;
    }

    /** Copies every row. */
    void write(ResultSet result) throws SQLException, IOException {
        while (result.next()) {
            row.read(result);
            append();
        }
        finishPart();
    }

    private void append() throws IOException {
        if (writer == null) {
            file = scratch.resolve("%s-%04d.parquet".formatted(partition.table(), parts.size() + 1));
            writer = PartFile.open(file, row);
        }
        writer.write(row);
        rows++;
        if (++rowsOfPart == 1) {
            Milestones.reached("matomo.in-part");
        }
        if (rowsOfPart == rowsPerPart) {
            finishPart();
        }
    }

    private void finishPart() throws IOException {
        if (writer == null) {
            return;
        }
        writer.close();
        writer = null;
        WorkItem item = lease.item();
        String key = partition.part(item.runId(), item.attempt(), lease.nextNumber());
        Path finished = file;
        long count = rowsOfPart;
        rowsOfPart = 0;
        parts.add(uploads.submit(() -> {
            long bytes = Files.size(finished);
            String sha256 = Digests.sha256(finished);
            upload.upload(key, finished);
            Files.delete(finished);
            Milestones.reached("matomo.part-uploaded");
            return dataset.part(key, count, bytes, sha256);
        }));
    }

    long rows() {
        return rows;
    }

    /**
     * Waits for the uploads.
     *
     * @throws RuntimeException what the first failed upload threw
     */
    List<Manifest.Part> parts() throws InterruptedException {
        List<Manifest.Part> finished = new ArrayList<>();
        for (Future<Manifest.Part> part : parts) {
            try {
                finished.add(part.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException(e.getCause());
            }
        }
        return finished;
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}

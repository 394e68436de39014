package dev.caravan.observe;

import dev.caravan.run.Ending;
import dev.caravan.run.EndingListener;
import dev.caravan.run.Lease;
import dev.caravan.run.WorkItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.core.LogEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the log says of report files into folders of days on this machine: {@code <yyyymmdd>/<file>.log}, and
 * {@code orchestrator_<yyyymmdd>.log} for what is of no single file. A log that cannot be written is lost, and said once;
 * the work goes on. Safe for many threads and instances.
 */
public final class FileLogs implements EndingListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileLogs.class);

    /** The pipeline whose items are files. */
    private static final String FILES = "visitfiles";

    private final Path folder;
    private final Clock clock;
    private final OpenLogs<FileLog> open = new OpenLogs<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private final LogTap tap;

    /** @param zone whose days they are, and whose times are in them */
    public FileLogs(Path folder, ZoneId zone, Clock clock) {
        this.folder = folder;
        this.clock = clock.withZone(zone);
        this.tap = new LogTap((event, json) -> line(event));
    }

    /** From now on lines about this item are kept, until the lease is closed. */
    @Override
    public void begun(Lease lease) {
        WorkItem item = lease.item();
        if (!item.pipeline().startsWith(FILES)) {
            return;
        }
        try {
            FileLog log = log(item);
            open.put(item, log);
            AutoCloseable unused = lease.hold((AutoCloseable) () -> open.remove(item, log));
        } catch (IOException e) {
            lose(e);
        }
    }

    @Override
    public void ended(Ending ending) {}

    private FileLog log(WorkItem item) throws IOException {
        LocalDate day = LocalDate.now(clock);
        return item.pipeline().equals(FILES)
                ? FileLog.ofFile(folder, day, clock.getZone(), item.unit())
                : FileLog.ofDay(folder, day, clock.getZone());
    }

    private void line(LogEvent event) {
        FileLog log = open.of(event);
        if (log != null) {
            try {
                log.add(event);
            } catch (IOException e) {
                // to log it would end here again
                open.all().remove(log);
            }
        }
    }

    private void lose(IOException e) {
        if (told.compareAndSet(false, true)) {
            LOG.warn("A log of report files cannot be written; more of this is not said: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        tap.close();
    }
}

package dev.caravan.cli;

import dev.caravan.tracking.ImportWatcher;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how far an import is: a bar on a terminal, a line every few seconds elsewhere. */
final class ImportProgress implements ImportWatcher, AutoCloseable {

    private static final long LINE_EVERY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long KILOBYTE = 1024;

    private final long total;
    private final PrintWriter err;
    private final @Nullable ProgressBar bar;
    private long lastLine = System.nanoTime();

    /** @param total bytes of the input */
    ImportProgress(long total, PrintWriter err) {
        this.total = total;
        this.err = err;
        this.bar = RunProgress.bar("KB", total / KILOBYTE);
    }

    @Override
    public void at(long bytes, long tracked, long refused) {
        String figures = tracked + " tracked, " + refused + " refused";
        if (bar != null) {
            bar.stepTo(bytes / KILOBYTE);
            bar.setExtraMessage(" " + figures);
        } else if (System.nanoTime() - lastLine > LINE_EVERY_NANOS) {
            lastLine = System.nanoTime();
            note((total == 0 ? 100 : bytes * 100 / total) + " % read, " + figures);
        }
    }

    @Override
    public void note(String text) {
        err.println(text);
        err.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}

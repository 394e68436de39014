package dev.caravan.bench;

import dev.caravan.Settings;
import dev.caravan.platform.Config;
import dev.caravan.visitfiles.VisitFilesSettings;
import dev.caravan.visitfiles.report.LayoutSettings;
import dev.caravan.visitfiles.report.ReportFile;
import dev.caravan.visitfiles.report.ReportGenerator;
import dev.caravan.visitfiles.report.RowError;
import dev.caravan.visitfiles.report.RowSink;
import dev.caravan.visitfiles.report.VisitRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Made-up report files on this disk, of a mailing each, on following days: {@value #ROWS_A_FILE} rows or fewer, each of
 * another person, half of them those of the day before; one row in {@value #BAD_EVERY} with an error. And their valid
 * rows for a bare {@code LOAD DATA}. What is there already is not made again.
 */
final class ReportsFolder {

    private static final int ROWS_A_FILE = 100_000;
    private static final int FEWEST_FILES = 5;
    private static final LocalDateTime FIRST_SENT = LocalDateTime.parse("2013-01-07T18:30");
    private static final int BAD_EVERY = 500;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Path folder;
    private final Month size;

    /** @param size whose events are the rows of all files */
    ReportsFolder(Path dir, Month size) {
        this(size, dir.resolve("reports_" + size.seed() + "_" + size.events()));
    }

    private ReportsFolder(Month size, Path folder) {
        this.folder = folder;
        this.size = size;
    }

    List<Path> reports() {
        return IntStream.rangeClosed(1, files())
                .mapToObj(number -> folder.resolve("report_" + number + ".txt"))
                .toList();
    }

    private int files() {
        return Math.max(FEWEST_FILES, size.events() / ROWS_A_FILE);
    }

    /** Tabs between the columns of {@code bench/bare_visits.sql}, {@code \N} for null. */
    Path validRows() {
        return folder.resolve("valid.tsv");
    }

    void prepare(Consumer<String> progress) throws IOException {
        if (Files.exists(folder)) {
            return;
        }
        progress.accept("making " + files() + " report files of " + size.size() + " rows in " + folder);
        ReportsFolder unfinished = new ReportsFolder(size, Unfinished.begin(folder));
        ReportGenerator generator = new ReportGenerator(size.seed());
        int rows = size.events() / files();
        int person = 1;
        LocalDateTime sent = FIRST_SENT;
        for (Path report : unfinished.reports()) {
            generator.large(report, sent, rows, person, BAD_EVERY);
            Files.setLastModifiedTime(report, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
            sent = sent.plusDays(1);
            // half of the people of each file are in the next, too
            person += rows / 2;
        }
        unfinished.writeValidRows();
        Files.move(unfinished.folder, folder);
    }

    private void writeValidRows() throws IOException {
        VisitFilesSettings settings = VisitFilesSettings.from(Config.load(Settings.home(), List.of()));
        try (Writer out = Files.newBufferedWriter(validRows())) {
            RowSink sink = new RowSink() {
                @Override
                public void valid(VisitRow row) {
                    try {
                        out.write(line(row));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void rejected(RowError error) {}
            };
            for (Path report : reports()) {
                ReportFile.open(report, settings.layouts().named(LayoutSettings.STANDARD))
                        .rows(settings.validation(), LocalDateTime.now(), folder, sink);
            }
        }
    }

    private static String line(VisitRow row) {
        return Stream.of(
                                row.line(),
                                row.email(),
                                row.column2(),
                                row.badmail(),
                                row.baja(),
                                time(row.sent()),
                                time(row.opened()),
                                row.opens(),
                                row.viralOpens(),
                                time(row.clicked()),
                                row.clicks(),
                                row.viralClicks(),
                                row.links(),
                                row.ips(),
                                row.browsers(),
                                row.platforms(),
                                String.join(",", row.warnings()))
                        .map(value -> value == null ? "\\N" : value.toString())
                        .collect(Collectors.joining("\t"))
                + "\n";
    }

    private static @Nullable String time(@Nullable LocalDateTime time) {
        return time == null ? null : TIME.format(time);
    }
}

package dev.caravan.visitfiles.overview;

import static dev.caravan.visitfiles.load.FileStatus.FALLO_LAYOUT;
import static dev.caravan.visitfiles.load.FileStatus.FALLO_SISTEMA;

import dev.caravan.platform.Shown;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.overview.FilesReport.DayTotals;
import dev.caravan.visitfiles.overview.FilesReport.Listing;
import dev.caravan.visitfiles.overview.FilesReport.Run;
import dev.caravan.visitfiles.overview.FilesReport.TopError;
import dev.caravan.visitfiles.overview.FilesReport.TopWarning;
import dev.caravan.visitfiles.overview.FilesReport.Unsettled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report as plain text, for a terminal or a mail. */
public final class ReportText {

    /** Files in the text; all are in the CSV. */
    private static final int LINES = 100;

    private final FilesReport report;
    private final Totals totals;
    private final StringBuilder text = new StringBuilder();

    private ReportText(FilesReport report) {
        this.report = report;
        this.totals = report.totals();
    }

    /** One line: what it is about, and how it went. */
    public static String title(FilesReport report) {
        Totals totals = report.totals();
        long failed = totals.of(FALLO_LAYOUT, FALLO_SISTEMA);
        return "Report files of " + report.period() + ": " + report.light() + ", " + totals.files() + " files"
                + (failed == 0 ? "" : ", " + failed + " failed") + ", " + totals.rowsRead() + " rows"
                + (totals.rowsErrors() == 0 ? "" : ", " + totals.rowsErrors() + " with errors");
    }

    public static String of(FilesReport report) {
        return new ReportText(report).write();
    }

    private String write() {
        line("%s (%s)", title(report), report.zone());
        line(
                "made      %s by Caravan %s; layouts %s",
                report.made(),
                report.version(),
                report.files().stream()
                        .map(FileEntry::layout)
                        .distinct()
                        .sorted()
                        .toList());
        text.append('\n');
        line(
                "files     %d received = %s; %d bytes",
                totals.files(),
                Stream.of(FileStatus.values())
                        .map(status -> totals.of(status) + " " + status)
                        .collect(Collectors.joining(" + ")),
                totals.bytes());
        line(
                "rows      %d read = %d valid + %d with errors (%s); %d with warnings",
                totals.rowsRead(),
                totals.rowsValid(),
                totals.rowsErrors(),
                percent(totals.errorRatio()),
                totals.rowsWarned());
        line(
                "visitors  %d new, %d known%s",
                totals.visitorsNew(),
                totals.visitorsKnown(),
                report.visitors() == null ? "" : "; " + report.visitors() + " people in all");
        line("success   %s of the files that came to a result", percent(totals.successRate()));
        line("time      %s spent on the files", seconds(totals.millis()));
        FilesReport.Usual usual = report.usual();
        if (usual != null) {
            line(
                    "usual     %d files, %d rows, %s with errors, %s: the same weekday of the last four weeks",
                    usual.files(), usual.rowsRead(), percent(usual.errorRatio()), seconds(usual.millis()));
        }
        Unsettled unsettled = report.unsettled();
        line(
                "now       %d not backed up, %d not removed at their source, %d in quarantine, of all days",
                unsettled.notBackedUp(), unsettled.notRemoved(), unsettled.quarantined());
        storage();
        part("Runs", report.runs(), ReportText::run);
        part("Folders", report.listings(), ReportText::listing);
        part("Errors", report.errors(), ReportText::error);
        part("Warnings", report.warnings(), ReportText::warning);
        part("Files", report.files().stream().limit(LINES).toList(), ReportText::file);
        long left = report.files().size() - LINES + report.filesLeftOut();
        if (left > 0) {
            line("  and %d more", left);
        }
        part("Days", report.days(), ReportText::day);
        part("Not settled now", report.waiting(), this::waiting);
        return text.toString();
    }

    private void storage() {
        FilesReport.Storage storage = report.storage();
        if (storage == null) {
            return;
        }
        FilesReport.Zip zip = storage.zip();
        if (zip != null) {
            line(
                    "zip       %s: %d files, %d bytes, verified at %s%s",
                    zip.name(),
                    zip.files(),
                    zip.bytes(),
                    zip.verified(),
                    zip.removed() == null ? "" : ", removed at " + zip.removed());
        }
        line(
                "disk      %d bytes free now; %d old zips and %d days of logs removed",
                storage.freeBytes(), storage.zipsRemoved(), storage.logsRemoved());
    }

    private static String run(Run run) {
        Instant ended = run.ended();
        return "%s %s by %s: %s to %s%s"
                .formatted(
                        run.id(),
                        run.status(),
                        Shown.text(run.requestedBy()),
                        run.started(),
                        ended == null ? "-" : ended,
                        ended == null
                                ? ""
                                : ", "
                                        + seconds(Duration.between(run.started(), ended)
                                                .toMillis()));
    }

    private static String listing(Listing listing) {
        return "%s %s: %d listed, %d other names, %d still changing%s%s"
                .formatted(
                        listing.source(),
                        listing.state(),
                        listing.listed(),
                        listing.ignored(),
                        listing.unstable(),
                        listing.errorCode() == null ? "" : " (" + listing.errorCode() + ")",
                        listing.ignoredNames().isEmpty()
                                ? ""
                                : "; not reports: "
                                        + listing.ignoredNames().stream()
                                                .map(Shown::text)
                                                .collect(Collectors.joining(", ")));
    }

    private static String error(TopError error) {
        return "%s  %d in %d files, for example %s"
                .formatted(error.code(), error.rows(), error.files(), error.example());
    }

    private static String warning(TopWarning warning) {
        return "%s  %d in %d files".formatted(warning.code(), warning.rows(), warning.files());
    }

    private static String file(FileEntry file) {
        return "%d %s %s %s: %d bytes, %s; %d read, %d valid, %d errors, %d warned; %d tries, %s, %s%s%s"
                .formatted(
                        file.id(),
                        Shown.text(file.name()),
                        file.status(),
                        file.stage(),
                        file.bytes(),
                        file.sha256() == null ? "not fetched" : file.sha256().substring(0, 8),
                        file.rowsRead(),
                        file.rowsValid(),
                        file.rowsErrors(),
                        file.rowsWarned(),
                        file.tries(),
                        seconds(Objects.requireNonNullElse(file.millis(), 0L)),
                        file.zip() == null ? "in no zip" : "in " + file.zip(),
                        file.sourceDeletedAt() == null ? ", at its source" : "",
                        failure(file));
    }

    private static String day(DayTotals day) {
        return "%s %d files, %d failed; %d rows, %d with errors"
                .formatted(
                        day.day(),
                        day.totals().files(),
                        day.totals().of(FALLO_LAYOUT, FALLO_SISTEMA),
                        day.totals().rowsRead(),
                        day.totals().rowsErrors());
    }

    private String waiting(FileEntry file) {
        boolean failed = file.status() == FALLO_LAYOUT || file.status() == FALLO_SISTEMA;
        String next = file.nextRetry() == null ? "with each listing" : "on " + file.nextRetry();
        String what = failed && file.nextRetry() == null ? "needs an operator" : "is tried again " + next;
        return "%d %s %s %s %s, found %d days ago%s"
                .formatted(
                        file.id(),
                        Shown.text(file.name()),
                        file.status(),
                        file.stage(),
                        what,
                        Duration.between(file.discoveredAt(), report.made()).toDays(),
                        failure(file));
    }

    private static String failure(FileEntry file) {
        return file.code() == null
                ? ""
                : "; " + file.code() + " " + MaskedLine.text(Objects.requireNonNullElse(file.message(), ""));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String percent(@Nullable Double ratio) {
        return ratio == null ? "-" : String.format(Locale.ROOT, "%.1f %%", ratio * 100);
    }

    private <T> void part(String title, List<T> parts, Function<T, String> one) {
        if (!parts.isEmpty()) {
            text.append('\n').append(title).append('\n');
            parts.forEach(part -> line("  %s", one.apply(part)));
        }
    }

    private void line(String format, @Nullable Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

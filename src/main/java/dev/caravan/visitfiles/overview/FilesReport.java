package dev.caravan.visitfiles.overview;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the report files of a day or a month, as the control log has it now.
 *
 * @param period a day {@code 2013-02-20} or a month {@code 2013-02}, of {@code zone}
 * @param version of Caravan
 * @param made when it was asked for
 * @param runs that have listed folders on the day, oldest first; none for a month
 * @param visitors people of all its files, each once; null for a day
 * @param errors the ten codes with most rows
 * @param warnings likewise
 * @param listings of the sources' folders, on the day; none for a month
 * @param files youngest first, at most {@value FilesReports#FILES}; none for a month
 * @param filesLeftOut more than those
 * @param days of the month, those with files; none for a day
 * @param unsettled files of all days, now
 * @param waiting those that are not settled now, of whatever day, oldest first, at most {@value FilesReports#WAITING}
 * @param storage null for a month
 * @param usual what the same weekdays of the four weeks before had; null for a month
 */
public record FilesReport(
        String period,
        String zone,
        String version,
        Instant made,
        Light light,
        List<Run> runs,
        Totals totals,
        @Nullable Long visitors,
        List<TopError> errors,
        List<TopWarning> warnings,
        List<Listing> listings,
        List<FileEntry> files,
        long filesLeftOut,
        List<DayTotals> days,
        Unsettled unsettled,
        List<FileEntry> waiting,
        @Nullable Storage storage,
        @Nullable Usual usual) {

    /** How it went, at a glance. */
    public enum Light {
        /** All files are loaded, all rows are valid. */
        GREEN,
        /** Files have failed, or rows have errors. */
        AMBER,
        /** A folder could not be listed, a file needs an operator, or too many rows have errors. */
        RED
    }

    /**
     * A code, and how often it was given.
     *
     * @param rows whose deciding code it is; for a code L: files
     * @param example the first one: its file, its line, and its value with e-mails hidden
     */
    public record TopError(String code, long rows, long files, String example) {}

    /** @param rows that have it; of a warning that is about the file as a whole: files */
    public record TopWarning(String code, long rows, long files) {}

    /** What has become of a run. */
    public enum RunStatus {
        EN_CURSO,
        /** No file has failed, no row has errors. */
        OK,
        OK_CON_INCIDENCIAS,
        /** A folder could not be listed, or the day not be closed. */
        FALLIDA
    }

    /**
     * A run of listings and files.
     *
     * @param ended when the last of its files was done; null while it goes on
     */
    public record Run(
            String id,
            String requestedBy,
            RunStatus status,
            Instant started,
            @Nullable Instant ended) {}

    /**
     * @param state of the last listing: DONE, DEAD, or under way; the counts are 0 until it is done
     * @param ignoredNames the first twenty of those that are no reports'
     */
    public record Listing(
            String source,
            String state,
            @Nullable String errorCode,
            long listed,
            long ignored,
            List<String> ignoredNames,
            long unstable) {}

    /** Files that are loaded and not put away, and those in quarantine. */
    public record Unsettled(long notBackedUp, long notRemoved, long quarantined) {}

    /**
     * What the day has left on this machine.
     *
     * @param zip of the day; null without one
     * @param zipsRemoved by the closings of the day that have ended, as they were kept for long enough
     * @param freeBytes on the disk, now
     */
    public record Storage(@Nullable Zip zip, long zipsRemoved, long logsRemoved, long freeBytes) {}

    /**
     * A day's zip.
     *
     * @param files in it, without the manifest
     * @param removed null as long as it is kept
     */
    public record Zip(
            String name,
            long files,
            long bytes,
            Instant verified,
            @Nullable Instant removed) {}

    public record DayTotals(LocalDate day, Totals totals) {}

    /** Medians. */
    public record Usual(long files, long rowsRead, double errorRatio, long millis) {}
}

package dev.caravan.visitfiles.overview;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the report files of a day or a month, as the control log has it now.
 *
 * @param period a day {@code 2013-02-20} or a month {@code 2013-02}, of {@code zone}
 * @param visitors people of all its files, each once; null for a day
 * @param errors the ten codes with most rows
 * @param listings of the sources' folders, on the day; none for a month
 * @param files youngest first, at most {@value FilesReports#FILES}; none for a month
 * @param filesLeftOut more than those
 * @param days of the month, those with files; none for a day
 * @param waiting files that are not settled now, of whatever day, oldest first, at most {@value FilesReports#WAITING}
 * @param usual what the same weekdays of the four weeks before had; null for a month
 */
public record FilesReport(
        String period,
        String zone,
        Light light,
        Totals totals,
        @Nullable Long visitors,
        List<TopError> errors,
        List<Listing> listings,
        List<FileEntry> files,
        long filesLeftOut,
        List<DayTotals> days,
        List<FileEntry> waiting,
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

    /** @param state of the last listing: DONE, DEAD, or under way; the counts are 0 until it is done */
    public record Listing(
            String source, String state, @Nullable String errorCode, long listed, long ignored, long unstable) {}

    public record DayTotals(LocalDate day, Totals totals) {}

    /** Medians. */
    public record Usual(long files, long rowsRead, double errorRatio) {}
}

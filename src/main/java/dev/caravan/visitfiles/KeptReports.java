package dev.caravan.visitfiles;

import dev.caravan.platform.Json;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.Period;
import dev.caravan.visitfiles.overview.FilesCsv;
import dev.caravan.visitfiles.overview.FilesReport;
import dev.caravan.visitfiles.overview.FilesReports;
import dev.caravan.visitfiles.overview.ReportText;
import java.time.LocalDate;
import java.time.YearMonth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the reports of days and months, and keeps each as files, JSON, CSV and text, as it was when it was made last. One
 * that cannot be kept is made all the same. Safe for many threads and instances.
 */
public final class KeptReports {

    private static final Logger LOG = LoggerFactory.getLogger(KeptReports.class);

    private final FilesReports reports;
    private final ReportFolders folders;

    public KeptReports(FilesReports reports, ReportFolders folders) {
        this.reports = reports;
        this.folders = folders;
    }

    FilesReport day(LocalDate day) {
        return keep(Period.day(day), reports.day(day));
    }

    FilesReport month(YearMonth month) {
        return keep(Period.month(month), reports.month(month));
    }

    private FilesReport keep(Period period, FilesReport report) {
        try {
            ReportFolders.write(folders.report(period, "json"), Json.text(report));
            ReportFolders.write(folders.report(period, "csv"), FilesCsv.report(report));
            ReportFolders.write(folders.report(period, "txt"), ReportText.of(report));
        } catch (PipelineException.Transient e) {
            LOG.warn("The report of {} is not kept: {}", period.unit(), e.getMessage());
        }
        return report;
    }
}

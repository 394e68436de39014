package dev.caravan.visitfiles;

import dev.caravan.alerts.Notices;
import dev.caravan.platform.SqlFile;
import dev.caravan.run.Period;
import dev.caravan.visitfiles.overview.FilesReport;
import dev.caravan.visitfiles.overview.ReportText;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Sends the report of a day once the day's scheduled run has ended, and that of a month once it is over; each once,
 * whatever is done again later. The routes call it as the bean {@code visitFilesReports}, on every instance.
 */
public final class ReportsToTell {

    private static final Logger LOG = LoggerFactory.getLogger(ReportsToTell.class);

    private final NamedParameterJdbcTemplate sql;
    private final VisitFilesPlans plans;
    private final KeptReports reports;
    private final Notices notices;

    public ReportsToTell(DataSource database, VisitFilesPlans plans, KeptReports reports, Notices notices) {
        this.sql = new NamedParameterJdbcTemplate(database);
        this.plans = plans;
        this.reports = reports;
        this.notices = notices;
    }

    /** A ledger that is away is asked again the next time. */
    public void tell() {
        try {
            LocalDate today = plans.today();
            YearMonth last = YearMonth.from(today).minusMonths(1);
            tell(Period.day(today.minusDays(1)), today, () -> reports.day(today.minusDays(1)));
            tell(Period.day(today), today, () -> reports.day(today));
            tell(Period.month(last), today, () -> reports.month(last));
        } catch (DataAccessException e) {
            LOG.warn("Reports are not sent: {}", e.getClass().getSimpleName());
        }
    }

    private void tell(Period period, LocalDate today, Supplier<FilesReport> made) {
        String key = "visitfiles-report/" + period.unit();
        if (!notices.isTold(key) && isClosed(period, today)) {
            FilesReport report = made.get();
            notices.tell(key, FilesPipeline.LOAD, ReportText.title(report), ReportText.of(report));
        }
    }

    /** Something was listed, nothing is still to be done and, as long as the day lasts, its schedule has been there. */
    private boolean isClosed(Period period, LocalDate today) {
        boolean over = !period.to().isAfter(today);
        return Boolean.TRUE.equals(sql.queryForObject(
                SqlFile.read("visitfiles/closed.sql"),
                Map.of("from", period.from().toString(), "to", period.to().toString(), "by", over ? "" : "schedule"),
                Boolean.class));
    }
}

package dev.caravan.alerts;

import static dev.caravan.alerts.Texts.count;
import static dev.caravan.alerts.Texts.listed;

import dev.caravan.platform.SqlFile;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline;
import dev.caravan.run.Pipeline.Granularity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A pipeline that lacks days or months whose time is over: one cause a pipeline. Of each site it looks at the last 31
 * days or 3 months, and at none that ended before the site was added.
 */
final class Lateness implements AlertRule {

    private static final int DAYS = 31;
    private static final int MONTHS = 3;

    private static final String TEXT = """
            %1$s had not done %2$s in time:

            %3$s
            What to do: 'caravan status' shows what waits. If nothing is planned, look whether the
            service runs; 'caravan run %1$s' with the sites and the period does it now.
            """;

    private final JdbcTemplate sql;
    private final List<Pipeline> pipelines;
    private final AlertSettings settings;
    private final Clock clock;

    Lateness(JdbcTemplate sql, List<Pipeline> pipelines, AlertSettings settings, Clock clock) {
        this.sql = sql;
        this.pipelines = pipelines.stream().filter(Pipeline::bySite).toList();
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<Cause> causes() {
        List<Cause> causes = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            List<Period> units = pipeline.granularity() == Granularity.DAY ? days() : months();
            List<String> missing = new ArrayList<>();
            int lateSites = 0;
            for (Site site : sites(pipeline, units)) {
                List<String> lacks = site.lacks(units);
                missing.addAll(lacks);
                lateSites += lacks.isEmpty() ? 0 : 1;
            }
            if (!missing.isEmpty()) {
                causes.add(late(pipeline, missing, lateSites));
            }
        }
        return causes;
    }

    /** The days that should be done by now, oldest first. */
    private List<Period> days() {
        LocalDate end = LocalDate.ofInstant(clock.instant().minus(settings.dayLateAfter()), ZoneOffset.UTC);
        return new Period(end.minusDays(DAYS), end).days().toList();
    }

    private List<Period> months() {
        LocalDate end = LocalDate.ofInstant(clock.instant().minus(settings.monthLateAfter()), ZoneOffset.UTC);
        Period past = new Period(YearMonth.from(end).minusMonths(MONTHS).atDay(1), end.withDayOfMonth(1));
        return past.months().toList();
    }

    private record Site(String label, LocalDate since, Set<String> settled) {

        List<String> lacks(List<Period> units) {
            return units.stream()
                    .filter(unit -> since.isBefore(unit.to()) && !settled.contains(unit.unit()))
                    .map(unit -> label + " " + unit.unit())
                    .toList();
        }
    }

    private Iterable<Site> sites(Pipeline pipeline, List<Period> units) {
        Map<Integer, Site> sites = new TreeMap<>();
        sql.query(
                SqlFile.read("alerts/settled.sql"),
                row -> {
                    int id = row.getInt("site_id");
                    if (!sites.containsKey(id)) {
                        sites.put(id, site(id, row));
                    }
                    sites.get(id).settled().add(String.valueOf(row.getString("unit")));
                },
                pipeline.name(),
                units.get(0).unit(),
                units.get(units.size() - 1).unit());
        return sites.values();
    }

    private static Site site(int id, ResultSet row) throws SQLException {
        return new Site(
                "site " + id + " (" + row.getString("name") + ")",
                row.getObject("created_at", LocalDateTime.class).toLocalDate(),
                new HashSet<>());
    }

    private static Cause late(Pipeline pipeline, List<String> missing, int sites) {
        String unit = pipeline.granularity() == Granularity.DAY ? "day" : "month";
        String what = count(missing.size(), unit) + " of " + count(sites, "site");
        return new Cause(
                "late/" + pipeline.name(),
                "late",
                pipeline.name(),
                pipeline.name() + " is late: " + what,
                TEXT.formatted(pipeline.name(), what, listed(missing, missing.size())),
                true);
    }
}

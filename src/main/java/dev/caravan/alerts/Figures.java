package dev.caravan.alerts;

import static dev.caravan.alerts.Texts.count;

import dev.caravan.alerts.Spikes.Spike;
import dev.caravan.platform.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A site's month whose usage is a spike of {@link Spikes}: one cause a site and month. Looks at this month and the last;
 * a month that goes on cannot stand still yet.
 */
final class Figures implements AlertRule {

    /** Whose figures are watched: the events kept of its months. */
    private static final String PIPELINE = "usage";

    private static final String JUMP = """
            %s
            COUNTER (7.12) calls 3 times that mean plus 100, or more, a positive spike.

            What to do: look for robots that the rules do not know, and for an import done twice.
            """;

    private static final String STANDSTILL = """
            %s
            COUNTER (7.12) calls less than 1 %% of a mean of 20 or more a negative spike.

            What to do: look whether the site still has its tracking code, and Matomo still gets events.
            """;

    private final JdbcTemplate sql;
    private final Clock clock;

    Figures(JdbcTemplate sql, Clock clock) {
        this.sql = sql;
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    @Override
    public List<Cause> causes() {
        return sql
                .query(
                        SqlFile.read("alerts/figures.sql"),
                        (row, number) -> new Figure(row),
                        PIPELINE,
                        lastMonth(),
                        YearMonth.now(clock).toString())
                .stream()
                .filter(Figure::isSpike)
                .map(Figures::cause)
                .toList();
    }

    @Override
    public boolean forgets(String cause) {
        return cause.startsWith("figures/")
                && cause.substring(cause.lastIndexOf('/') + 1).compareTo(lastMonth()) < 0;
    }

    private String lastMonth() {
        return YearMonth.now(clock).minusMonths(1).toString();
    }

    private record Figure(
            int site, String name, String month, long total, boolean complete, long previousTotal, long months) {

        Figure(ResultSet row) throws SQLException {
            this(
                    row.getInt("site_id"),
                    row.getString("name"),
                    row.getString("unit"),
                    row.getLong("total"),
                    row.getBoolean("complete"),
                    row.getLong("previous_total"),
                    row.getLong("previous_months"));
        }

        Spike spike() {
            return Spikes.of(total, previousTotal, months);
        }

        boolean isSpike() {
            return spike() == Spike.POSITIVE || (spike() == Spike.NEGATIVE && complete);
        }

        String numbers() {
            return String.format(
                    Locale.ROOT,
                    "%d events kept; the mean of the %s before is %.1f.",
                    total,
                    count(months, "month"),
                    (double) previousTotal / months);
        }
    }

    private static Cause cause(Figure figure) {
        boolean up = figure.spike() == Spike.POSITIVE;
        String what = "usage of site %d (%s) in %s".formatted(figure.site(), figure.name(), figure.month());
        return new Cause(
                "figures/" + figure.site() + "/" + figure.month(),
                "figures",
                PIPELINE,
                what + (up ? " jumps" : " stands still"),
                (up ? JUMP : STANDSTILL).formatted(Texts.line(what + ": " + figure.numbers(), 500)),
                true);
    }
}

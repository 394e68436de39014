package dev.caravan.matomo;

import dev.caravan.run.Ledger;
import dev.caravan.run.Period;
import dev.caravan.run.Plan;
import dev.caravan.run.Planner;
import dev.caravan.run.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices events that Matomo got after their day was extracted, as collectors may send old ones, and has these days and
 * what depends on them done again. It looks at the rows above a watermark of {@code idlink_va} only, and at every row the
 * first time. Doing it again opens nothing again.
 */
public final class LateData {

    private static final Logger LOG = LoggerFactory.getLogger(LateData.class);

    /** Rows below the watermark that are looked at again: a transaction may commit after one with greater numbers. */
    private static final int MARGIN = 10_000;

    private final MatomoSettings settings;
    private final MatomoPipeline pipeline;
    private final Ledger ledger;
    private final Planner planner;

    public LateData(MatomoSettings settings, MatomoPipeline pipeline, Ledger ledger, Planner planner) {
        this.settings = settings;
        this.pipeline = pipeline;
        this.ledger = ledger;
        this.planner = planner;
    }

    /** @return the runs that were planned */
    public List<Plan> plan() {
        try (Connection connection = new MatomoDatabase(settings).snapshot()) {
            long last = MatomoEvents.newest(connection, settings);
            long seen = ledger.watermark(pipeline.name());
            // another Matomo counts from the beginning
            SortedMap<String, SortedSet<LocalDate>> late =
                    late(connection, seen > last ? 0 : Math.max(0, seen - MARGIN));
            return ledger.together(() -> {
                Planner.Again again = planner.again(pipeline.name(), late, "late-data");
                if (again.whole()) {
                    ledger.watermark(pipeline.name(), last);
                }
                return again.plans();
            });
        } catch (SQLException e) {
            throw MatomoDatabase.translate(e);
        }
    }

    /** By site, the days that have more rows than were extracted, or are being extracted just now. */
    private SortedMap<String, SortedSet<LocalDate>> late(Connection connection, long above) throws SQLException {
        SortedMap<String, SortedSet<LocalDate>> late = arrived(connection, above);
        for (Map.Entry<String, SortedSet<LocalDate>> site : late.entrySet()) {
            SortedSet<LocalDate> days = site.getValue();
            Map<LocalDate, Ledger.Day> known = ledger.days(
                    pipeline.name(),
                    site.getKey(),
                    new Period(days.first(), days.last().plusDays(1)));
            for (LocalDate day : List.copyOf(days)) {
                if (!isLate(connection, site.getKey(), day, known.get(day))) {
                    days.remove(day);
                }
            }
        }
        return late;
    }

    private boolean isLate(Connection connection, String site, LocalDate day, Ledger.@Nullable Day known)
            throws SQLException {
        if (known == null || known.state() != State.DONE) {
            return known != null && known.state() == State.RUNNING;
        }
        long rows = rows(connection, site, day);
        if (rows > known.rowsIn()) {
            LOG.info("late-data site={} day={} rows={} extracted={}", site, day, rows, known.rowsIn());
        }
        return rows > known.rowsIn();
    }

    private SortedMap<String, SortedSet<LocalDate>> arrived(Connection connection, long above) throws SQLException {
        SortedMap<String, SortedSet<LocalDate>> days = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(settings.statement("arrived"))) {
            statement.setLong(1, above);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    days.computeIfAbsent(rows.getString(1), none -> new TreeSet<>())
                            .add(LocalDate.parse(rows.getString(2)));
                }
            }
        }
        return days;
    }

    private long rows(Connection connection, String site, LocalDate day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(settings.statement("day_rows"))) {
            statement.setString(1, site);
            // digits, so that no time zone of a session or a machine can touch them
            statement.setString(2, day + " 00:00:00");
            statement.setString(3, day.plusDays(1) + " 00:00:00");
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}

package dev.caravan.usage;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.SqlFile;
import dev.caravan.run.Period;
import dev.caravan.sources.Source;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * The months of which usage counts events without an identifier by the one that their URL proposes, as the ledger's
 * database has them. Safe for many threads and many instances.
 */
public final class Recoveries {

    private static final RowMapper<Period> MONTH =
            (row, number) -> Period.month(YearMonth.from(row.getObject("month", LocalDate.class)));

    private final JdbcTemplate sql;

    /** @param dataSource of a database that {@code LedgerDatabase} has migrated */
    public Recoveries(DataSource dataSource) {
        this.sql = new JdbcTemplate(dataSource);
    }

    /**
     * Who asked for it, and when.
     *
     * @param at ISO 8601, UTC
     */
    public record Use(String by, String at) {}

    /** @param unit a month, or a day of it; empty when it is not in use */
    public Optional<Use> of(int site, Period unit) {
        return sql
                .query(
                        "select changed_by, changed_at from recovery where site_id = ? and month = ? and in_use",
                        (row, number) -> new Use(
                                row.getString("changed_by"),
                                row.getObject("changed_at", LocalDateTime.class)
                                        .toInstant(ZoneOffset.UTC)
                                        .toString()),
                        site,
                        unit.from().withDayOfMonth(1))
                .stream()
                .findFirst();
    }

    /**
     * Uses them from now on, in whatever indexes these months. Months that do so already keep who asked.
     *
     * @throws InvalidRequest {@code recovery-no-prefix} when there is nothing that identifiers could be made of
     */
    public void use(Source source, List<Period> months, String by) {
        if (Recovery.prefix(source.identifierPrefix()).isEmpty()) {
            throw new InvalidRequest(
                    "recovery-no-prefix",
                    "Site " + source.siteId() + " has no identifier_prefix in the source table, so no identifier can be"
                            + " made of a handle");
        }
        sql.batchUpdate(
                SqlFile.read("recovery/use.sql"),
                months.stream()
                        .map(month -> new Object[] {source.siteId(), month.from(), by})
                        .toList());
    }

    /** @return the months of the span for which they are or ever were in use: none of them is now */
    public List<Period> withdraw(Source source, Period span, String by) {
        sql.update(SqlFile.read("recovery/withdraw.sql"), by, source.siteId(), span.from(), span.to());
        return sql.query(
                "select month from recovery where site_id = ? and month >= ? and month < ? order by month",
                MONTH,
                source.siteId(),
                span.from(),
                span.to());
    }
}

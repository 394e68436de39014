package dev.caravan.run;

import dev.caravan.platform.SqlFile;
import dev.caravan.run.Pipeline.Granularity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The run ledger in figures, for those who watch. Nothing is locked or written. Safe for many threads. */
public final class LedgerFigures {

    private final JdbcTemplate sql;

    /** @param dataSource of a database that {@code LedgerDatabase} has migrated */
    public LedgerFigures(DataSource dataSource) {
        this.sql = new JdbcTemplate(dataSource);
    }

    /** The ledger's time, UTC, which is what leases are measured by. */
    public LocalDateTime now() {
        return Objects.requireNonNull(sql.queryForObject("select utc_timestamp(6)", LocalDateTime.class));
    }

    /** How many items of a pipeline are in a state, and the last period of those that are done. */
    public record PipelineState(
            String pipeline,
            State state,
            long items,
            @Nullable String latestDone,
            @Nullable Instant oldestOpen) {}

    /** Without dry runs; states without items are left out. */
    public List<PipelineState> pipelines() {
        return sql.query(
                SqlFile.read("run/status.sql"),
                (row, number) -> new PipelineState(
                        row.getString("pipeline"),
                        State.valueOf(row.getString("state")),
                        row.getLong("items"),
                        row.getString("latest_done"),
                        LedgerPages.timeOrNull(row, "oldest_open")));
    }

    /** How many items of a site are open, dead and done. */
    public record SiteState(
            String pipeline,
            String site,
            @Nullable String name,
            long open,
            long dead,
            long done,
            @Nullable String latestDone) {}

    /** Without dry runs, in the order of pipeline and site. */
    public List<SiteState> sites() {
        return sql.query(
                SqlFile.read("run/status-subjects.sql"),
                (row, number) -> new SiteState(
                        row.getString("pipeline"),
                        row.getString("subject"),
                        row.getString("name"),
                        row.getLong("open_items"),
                        row.getLong("dead_items"),
                        row.getLong("done_items"),
                        row.getString("latest_done")));
    }

    /** How many open dead letters of a pipeline have a code. */
    public record DeadLetters(String pipeline, String code, long letters) {}

    /** Open dead letters by pipeline and code. */
    public List<DeadLetters> deadLetters() {
        return sql.query(
                SqlFile.read("run/dead-letters-by-code.sql"),
                (row, number) ->
                        new DeadLetters(row.getString("pipeline"), row.getString("code"), row.getLong("letters")));
    }

    /**
     * The items that could be claimed now, and are not.
     *
     * @param oldest how long the one that waits longest has waited; zero when there is none
     * @param quiet since when nobody has claimed, kept or ended an item; as {@code oldest} when nobody ever has
     */
    public record Unclaimed(long items, Duration oldest, Duration quiet) {}

    /** What waits for a worker: not what another item holds back, nor dry runs. */
    public Unclaimed unclaimed() {
        return Objects.requireNonNull(sql.queryForObject(SqlFile.read("run/unclaimed.sql"), (row, number) -> {
            Duration oldest = Duration.ofSeconds(row.getLong("oldest_seconds"));
            Long quiet = row.getObject("quiet_seconds", Long.class);
            return new Unclaimed(row.getLong("items"), oldest, quiet == null ? oldest : Duration.ofSeconds(quiet));
        }));
    }

    /** How far each site of each pipeline is complete, in the order of both. */
    public List<Freshness> freshness() {
        return sql.query(
                SqlFile.read("run/freshness.sql"),
                (row, number) -> new Freshness(
                        row.getString("pipeline"),
                        row.getString("subject"),
                        row.getObject("last_day", LocalDate.class),
                        month(row.getString("last_month"))));
    }

    /**
     * How far one subject is done.
     *
     * @param asOf when an item was done last; null when none was
     * @param until the first day that is not complete, UTC; null when nothing is complete
     */
    public record Latest(
            String subject,
            @Nullable Instant asOf,
            @Nullable LocalDate until) {}

    /**
     * @param subjects not empty
     * @return of those that have items of this kind, dry runs apart
     */
    public List<Latest> latest(String pipeline, Collection<String> subjects, Granularity by) {
        return new NamedParameterJdbcTemplate(sql)
                .query(
                        SqlFile.read("run/latest.sql"),
                        Map.of("pipeline", pipeline, "subjects", subjects, "by", by.name()),
                        (row, number) -> new Latest(
                                row.getString("subject"),
                                LedgerPages.timeOrNull(row, "as_of"),
                                row.getObject("until", LocalDate.class)));
    }

    private static @Nullable YearMonth month(@Nullable String text) {
        return text == null ? null : YearMonth.parse(text);
    }

    /** A reason by which a pipeline drops events. */
    public record DropReason(String pipeline, String reason) {}

    /** The reasons by which the last attempts have dropped events. */
    public List<DropReason> dropReasons() {
        return sql.query(
                SqlFile.read("run/drop-reasons.sql"),
                (row, number) -> new DropReason(
                        row.getString("pipeline"), row.getString("name").substring(Outcome.DROPPED.length())));
    }
}

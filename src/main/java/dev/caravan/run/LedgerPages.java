package dev.caravan.run;

import dev.caravan.platform.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * What operators see of the ledger, a page at a time. A filter that is empty lets everything pass. Safe for many
 * threads.
 */
public final class LedgerPages {

    private final NamedParameterJdbcTemplate sql;

    public LedgerPages(DataSource dataSource) {
        this.sql = new NamedParameterJdbcTemplate(dataSource);
    }

    /**
     * One run.
     *
     * @param to inclusive
     * @param items how many are in each state
     */
    public record Run(
            String id,
            String pipeline,
            List<String> sites,
            LocalDate from,
            LocalDate to,
            String mode,
            boolean dryRun,
            boolean allowIncomplete,
            String requestedBy,
            String codeVersion,
            Instant createdAt,
            Map<State, Integer> items) {}

    /**
     * One work item.
     *
     * @param period a day or a month
     * @param notBefore when it may be tried again, if it waits for that
     */
    public record Item(
            long id,
            String run,
            String pipeline,
            String site,
            String period,
            boolean dryRun,
            State state,
            int attempts,
            int failures,
            @Nullable String worker,
            @Nullable Instant leaseUntil,
            @Nullable Instant notBefore,
            String rulesVersion,
            @Nullable Long eventsIn,
            @Nullable Long eventsKept,
            @Nullable String errorCode,
            @Nullable String errorMessage,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant doneAt) {}

    /** One claim of an item, and how it ended. */
    public record Attempt(
            int number,
            String run,
            String worker,
            Instant startedAt,
            @Nullable Instant endedAt,
            String outcome,
            @Nullable String errorCode,
            @Nullable String errorMessage,
            SortedMap<String, Long> counts) {}

    /** An item that will not be tried again by itself. */
    public record DeadLetter(
            long id,
            long item,
            String pipeline,
            String site,
            String period,
            int attempts,
            String code,
            String message,
            Instant createdAt) {}

    /** Which items; {@code span} is those that touch it. */
    public record ItemFilter(
            String run,
            String pipeline,
            String site,
            String state,
            @Nullable Period span) {}

    /**
     * Youngest first.
     *
     * @param after the last one of the page before; empty for the first page
     */
    public List<Run> runs(String pipeline, String after, int limit) {
        return runs(Map.of("id", "", "pipeline", pipeline, "after", after, "limit", limit));
    }

    public Optional<Run> run(String id) {
        return runs(Map.of("id", id, "pipeline", "", "after", "", "limit", 1)).stream()
                .findFirst();
    }

    private List<Run> runs(Map<String, ?> parameters) {
        Map<String, Map<State, Integer>> progress = new LinkedHashMap<>();
        List<Run> runs = sql.query(SqlFile.read("run/page-runs.sql"), parameters, (row, number) -> run(row, progress));
        if (!runs.isEmpty()) {
            sql.query(SqlFile.read("run/page-runs-progress.sql"), Map.of("runs", progress.keySet()), row -> {
                Map<State, Integer> states = Objects.requireNonNull(progress.get(row.getString("run_id")));
                states.put(State.valueOf(row.getString("state")), row.getInt("items"));
            });
        }
        return runs;
    }

    private static Run run(ResultSet row, Map<String, Map<State, Integer>> progress) throws SQLException {
        Map<State, Integer> states = new EnumMap<>(State.class);
        progress.put(row.getString("id"), states);
        return new Run(
                row.getString("id"),
                row.getString("pipeline"),
                List.of(row.getString("subjects").split(",")),
                row.getObject("period_from", LocalDate.class),
                row.getObject("period_to", LocalDate.class).minusDays(1),
                row.getString("mode"),
                row.getBoolean("dry_run"),
                row.getBoolean("allow_incomplete"),
                row.getString("requested_by"),
                row.getString("code_version"),
                time(row, "created_at"),
                states);
    }

    /** What the items of a run have counted, all together. */
    public SortedMap<String, Long> counts(String run) {
        SortedMap<String, Long> counts = new TreeMap<>();
        sql.query(SqlFile.read("run/run-counts.sql"), Map.of("run", run), row -> {
            counts.put(row.getString("name"), row.getLong("amount"));
        });
        return counts;
    }

    /**
     * In the order of their ids.
     *
     * @param after the last one of the page before; 0 for the first page
     */
    public List<Item> items(ItemFilter filter, long after, int limit) {
        return items(filter, 0, after, limit);
    }

    public Optional<Item> item(long id) {
        return items(new ItemFilter("", "", "", "", null), id, 0, 1).stream().findFirst();
    }

    private List<Item> items(ItemFilter filter, long id, long after, int limit) {
        Period span = filter.span();
        MapSqlParameterSource parameters = new MapSqlParameterSource()
                .addValue("id", id)
                .addValue("run", filter.run())
                .addValue("pipeline", filter.pipeline())
                .addValue("site", filter.site())
                .addValue("state", filter.state())
                .addValue("from", span == null ? LocalDate.of(1, 1, 1) : span.from())
                .addValue("to", span == null ? LocalDate.of(9999, 12, 31) : span.to())
                .addValue("after", after)
                .addValue("limit", limit);
        return sql.query(SqlFile.read("run/page-items.sql"), parameters, (row, number) -> item(row));
    }

    private static Item item(ResultSet row) throws SQLException {
        State state = State.valueOf(row.getString("state"));
        return new Item(
                row.getLong("id"),
                row.getString("run_id"),
                row.getString("pipeline"),
                row.getString("subject"),
                row.getString("unit"),
                !row.getString("variant").isEmpty(),
                state,
                row.getInt("attempts"),
                row.getInt("failures"),
                row.getString("worker"),
                timeOrNull(row, "lease_until"),
                state == State.RETRY ? time(row, "not_before") : null,
                row.getString("rules_version"),
                row.getObject("rows_in", Long.class),
                row.getObject("rows_kept", Long.class),
                row.getString("error_code"),
                row.getString("error_message"),
                time(row, "created_at"),
                time(row, "updated_at"),
                timeOrNull(row, "done_at"));
    }

    /** The first one first. */
    public List<Attempt> attempts(long item) {
        Map<Integer, Attempt> attempts = new LinkedHashMap<>();
        sql.query(SqlFile.read("run/item-attempts.sql"), Map.of("item", item), row -> {
            Attempt attempt = attempts.get(row.getInt("number"));
            if (attempt == null) {
                attempt = attempt(row);
                attempts.put(attempt.number(), attempt);
            }
            if (row.getString("name") != null) {
                attempt.counts().put(row.getString("name"), row.getLong("amount"));
            }
        });
        return new ArrayList<>(attempts.values());
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getInt("number"),
                row.getString("run_id"),
                row.getString("worker"),
                time(row, "started_at"),
                timeOrNull(row, "ended_at"),
                row.getString("outcome"),
                row.getString("error_code"),
                row.getString("error_message"),
                new TreeMap<>());
    }

    /**
     * Those that nobody has answered yet, youngest first.
     *
     * @param after the last one of the page before; {@code Long.MAX_VALUE} for the first page
     */
    public List<DeadLetter> deadLetters(String pipeline, String site, String code, long after, int limit) {
        return sql.query(
                SqlFile.read("run/page-dead-letters.sql"),
                Map.of("pipeline", pipeline, "site", site, "code", code, "after", after, "limit", limit),
                (row, number) -> new DeadLetter(
                        row.getLong("id"),
                        row.getLong("item_id"),
                        row.getString("pipeline"),
                        row.getString("subject"),
                        row.getString("unit"),
                        row.getInt("attempts"),
                        row.getString("code"),
                        row.getString("message"),
                        time(row, "created_at")));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}

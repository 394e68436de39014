package dev.caravan.run;

import dev.caravan.platform.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The run ledger as the planner, the commands and the reports see it: runs, items and their states. What a worker
 * does to an item is in {@link Claims}. Safe for many threads and many instances.
 */
public final class Ledger {

    private static final int BATCH = 1000;

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;

    /** @param dataSource of a database that {@code LedgerDatabase} has migrated */
    public Ledger(DataSource dataSource) {
        this.sql = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.transaction.setIsolationLevel(TransactionTemplate.ISOLATION_READ_COMMITTED);
    }

    /** An item that the ledger holds already. */
    record KnownItem(
            long id,
            String subject,
            String unit,
            State state,
            String rulesVersion,
            String inputs,
            String runId,
            boolean allowIncomplete) {

        static String key(String subject, String unit) {
            return subject + "\n" + unit;
        }
    }

    /** An item to be. */
    record NewItem(String pipeline, String subject, String unit, Period period, String variant) {}

    Map<String, KnownItem> known(String pipeline, String variant, Period span) {
        Map<String, KnownItem> known = new HashMap<>();
        sql.query(
                SqlFile.read("run/known-items.sql"),
                row -> {
                    KnownItem item = new KnownItem(
                            row.getLong("id"),
                            row.getString("subject"),
                            row.getString("unit"),
                            State.valueOf(row.getString("state")),
                            row.getString("rules_version"),
                            row.getString("inputs"),
                            row.getString("run_id"),
                            row.getBoolean("allow_incomplete"));
                    known.put(KnownItem.key(item.subject(), item.unit()), item);
                },
                pipeline,
                variant,
                span.from(),
                span.to());
        return known;
    }

    /**
     * Writes a run and its items in one transaction. A schedule's that has nothing to do leaves no trace; an operator's is
     * kept, as somebody may look for it.
     *
     * @return how many items became READY; fewer than asked for when another planner was faster
     */
    int open(
            String runId,
            PlanRequest request,
            Pipeline pipeline,
            String codeVersion,
            Period span,
            List<NewItem> fresh,
            List<KnownItem> reopened,
            List<KnownItem> joined) {
        if (fresh.isEmpty() && reopened.isEmpty() && joined.isEmpty() && !request.byOperator()) {
            return 0;
        }
        Integer opened = transaction.execute(status -> {
            PipelineLock.take(sql, request.pipeline());
            sql.update(
                    "insert into run (id, pipeline, subjects, period_from, period_to, mode, dry_run, allow_incomplete,"
                            + " requested_by, code_version, created_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, utc_timestamp(6))"
                            // one that is added to stays what was asked for
                            + " on duplicate key update run.id = run.id",
                    runId,
                    request.pipeline(),
                    String.join(",", request.subjects()),
                    span.from(),
                    span.to(),
                    request.mode().name(),
                    request.dryRun(),
                    request.allowIncomplete(),
                    request.requestedBy(),
                    codeVersion);
            batch("run/new-item.sql", fresh, item -> new @Nullable Object[] {
                item.pipeline(),
                item.subject(),
                item.unit(),
                item.variant(),
                runId,
                item.period().from(),
                item.period().to(),
                request.priority(),
                pipeline.rulesVersion(),
                codeVersion,
                pipeline.waitsFor().orElse(null),
                request.allowIncomplete()
            });
            batch("run/reopened-item.sql", reopened, item -> new @Nullable Object[] {
                runId,
                request.priority(),
                pipeline.rulesVersion(),
                request.allowIncomplete(),
                item.id(),
                item.state().name()
            });
            batch(
                    "run/dead-letters-resolved.sql",
                    reopened.stream().filter(item -> item.state() == State.DEAD).toList(),
                    item -> new @Nullable Object[] {"RETRIED", item.id()});
            int ours = sql.update(
                    "insert ignore into run_item (run_id, item_id) select run_id, id from work_item where run_id = ?",
                    runId);
            batch("run/run-item.sql", joined, item -> new @Nullable Object[] {runId, item.id()});
            if (ours < fresh.size() + reopened.size()) {
                // another planner was faster with some: they are its items, and ours to look at
                batch("run/run-item-by-key.sql", fresh, item ->
                        new @Nullable Object[] {runId, item.pipeline(), item.subject(), item.unit(), item.variant()});
                batch("run/run-item.sql", reopened, item -> new @Nullable Object[] {runId, item.id()});
            }
            return ours;
        });
        return opened == null ? 0 : opened;
    }

    /** Adds a run's items of an item's subject to every other run that was asked for since that item was last done. */
    void share(String runId, long item) {
        sql.update(SqlFile.read("run/share.sql"), item, runId, item, runId, item);
    }

    /** A thousand rows at a time: a plan may have more than memory could hold as one statement. */
    private <T> void batch(String file, List<T> rows, Function<T, @Nullable Object[]> values) {
        for (int from = 0; from < rows.size(); from += BATCH) {
            sql.batchUpdate(
                    SqlFile.read(file),
                    rows.subList(from, Math.min(from + BATCH, rows.size())).stream()
                            .map(values)
                            .toList());
        }
    }

    /** Lets workers with the pipeline's rules of today take what waits since it was planned under others. */
    void adopt(Pipeline pipeline) {
        transaction.executeWithoutResult(status -> {
            PipelineLock.take(sql, pipeline.name());
            sql.update(
                    SqlFile.read("run/adopt.sql"), pipeline.rulesVersion(), pipeline.name(), pipeline.rulesVersion());
        });
    }

    /** How many of a run's items are in each state; states without items are left out. */
    public Map<State, Integer> progress(String runId) {
        Map<State, Integer> progress = new EnumMap<>(State.class);
        sql.query(
                SqlFile.read("run/progress.sql"),
                row -> {
                    progress.put(State.valueOf(row.getString("state")), row.getInt("items"));
                },
                runId);
        return progress;
    }

    /**
     * One item of a run.
     *
     * @param millis of its last attempt; null while it runs
     * @param counts of its last attempt, if that was done
     */
    public record ItemReport(
            long id,
            String pipeline,
            String subject,
            String unit,
            State state,
            int attempts,
            @Nullable String errorCode,
            @Nullable String errorMessage,
            String output,
            @Nullable Double millis,
            SortedMap<String, Long> counts) {}

    /** A run's items, by pipeline, subject and unit. */
    public List<ItemReport> items(String runId) {
        Map<Long, ItemReport> items = new LinkedHashMap<>();
        sql.query(
                SqlFile.read("run/run-items.sql"),
                row -> {
                    ItemReport item = items.get(row.getLong("id"));
                    if (item == null) {
                        item = report(row);
                        items.put(item.id(), item);
                    }
                    if (row.getString("name") != null) {
                        item.counts().put(row.getString("name"), row.getLong("amount"));
                    }
                },
                runId);
        return List.copyOf(items.values());
    }

    private static ItemReport report(ResultSet row) throws SQLException {
        double millis = row.getDouble("millis");
        boolean running = row.wasNull();
        return new ItemReport(
                row.getLong("id"),
                row.getString("pipeline"),
                row.getString("subject"),
                row.getString("unit"),
                State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getString("error_code"),
                row.getString("error_message"),
                row.getString("output"),
                running ? null : millis,
                new TreeMap<>());
    }

    /** An open item that waits for another one of the same subject. */
    public record HeldBack(
            String subject,
            String unit,
            String upstream,
            State upstreamState,
            @Nullable String code) {}

    /** What holds a run's open items back; at most 100. */
    public List<HeldBack> heldBack(String runId) {
        return sql.query(
                SqlFile.read("run/held-back.sql"),
                (row, number) -> new HeldBack(
                        row.getString("subject"),
                        row.getString("unit"),
                        row.getString("upstream_pipeline") + " " + row.getString("upstream_unit"),
                        State.valueOf(row.getString("upstream_state")),
                        row.getString("upstream_code")),
                runId);
    }

    /**
     * A day of a pipeline whose unit is the day.
     *
     * @param rowsIn what was read when it was done last; 0 before
     */
    public record Day(State state, long rowsIn) {}

    public Map<LocalDate, Day> days(String pipeline, String subject, Period span) {
        Map<LocalDate, Day> days = new HashMap<>();
        sql.query(
                "select period_from, state, coalesce(rows_in, 0) as rows_in from work_item where pipeline = ?"
                        + " and subject = ? and variant = '' and period_from >= ? and period_to <= ?",
                row -> {
                    days.put(
                            row.getObject("period_from", LocalDate.class),
                            new Day(State.valueOf(row.getString("state")), row.getLong("rows_in")));
                },
                pipeline,
                subject,
                span.from(),
                span.to());
        return days;
    }

    /** How far a source of data was looked at; 0 if never. */
    public long watermark(String name) {
        return sql.queryForList("select position from watermark where name = ?", Long.class, name).stream()
                .findFirst()
                .orElse(0L);
    }

    public void watermark(String name, long position) {
        sql.update(
                "insert into watermark (name, position, updated_at) values (?, ?, utc_timestamp(6))"
                        + " on duplicate key update position = values(position), updated_at = values(updated_at)",
                name,
                position);
    }

    /** What is written meanwhile through this ledger by this thread is written as a whole or not at all. */
    public <T> T together(Supplier<T> writes) {
        return Objects.requireNonNull(transaction.execute(status -> writes.get()));
    }

    /** How many items of any run are under a valid lease: a sign that somebody works. */
    public int running() {
        Integer running = sql.queryForObject(
                "select count(*) from work_item where state = 'RUNNING' and lease_until >= utc_timestamp(6)",
                Integer.class);
        return running == null ? 0 : running;
    }

    /** The days of a span that nobody will do for a subject, as things are: dead, or given up. */
    public List<LocalDate> missingDays(String pipeline, String subject, Period span) {
        return days(pipeline, subject, span).entrySet().stream()
                .filter(day ->
                        day.getValue().state() == State.DEAD || day.getValue().state() == State.CANCELLED)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}

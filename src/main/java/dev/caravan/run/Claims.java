package dev.caravan.run;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import dev.caravan.platform.SqlFile;
import dev.caravan.platform.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a worker does to an item: claim, keep, finish, fail, give back. Every statement after the claim names the
 * fencing token, so a worker whose lease is gone changes nothing. Time is the database's. Safe for many threads.
 */
public final class Claims {

    private final JdbcTemplate sql;
    private final NamedParameterJdbcTemplate named;
    private final TransactionTemplate transaction;
    private final RunSettings settings;

    public Claims(DataSource dataSource, RunSettings settings) {
        this.sql = new JdbcTemplate(dataSource);
        this.named = new NamedParameterJdbcTemplate(sql);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.transaction.setIsolationLevel(TransactionTemplate.ISOLATION_READ_COMMITTED);
        this.settings = settings;
    }

    /**
     * Takes the best item that may be done now: by priority, then period.
     *
     * @param onlyRun claims only items of this run; empty for any
     * @return empty when there is none, or when the limits are reached
     */
    public Optional<WorkItem> claim(Pipeline pipeline, String onlyRun, String worker) {
        return Optional.ofNullable(transaction.execute(status -> {
            PipelineLock.take(sql, pipeline.name());
            Integer running = sql.queryForObject(SqlFile.read("run/running.sql"), Integer.class, pipeline.name());
            if (running != null && running >= pipeline.maxItems()) {
                return null;
            }
            for (long id : candidates(pipeline, onlyRun)) {
                for (Candidate candidate : sql.query(SqlFile.read("run/claim-lock.sql"), Claims::candidate, id)) {
                    WorkItem item = take(candidate, onlyRun, pipeline, worker);
                    if (item != null) {
                        return item;
                    }
                }
            }
            return null;
        }));
    }

    /** At most 16 of each state that can be claimed, the best first. */
    private List<Long> candidates(Pipeline pipeline, String onlyRun) {
        record Ranked(long id, int priority, LocalDate from) {}
        return Stream.of(State.READY, State.RETRY, State.RUNNING)
                .flatMap(state -> named
                        .query(
                                SqlFile.read("run/claim-candidates.sql"),
                                Map.of(
                                        "pipeline", pipeline.name(),
                                        "state", state.name(),
                                        "rules", pipeline.rulesVersion(),
                                        "perSubject", pipeline.maxItemsPerSubject(),
                                        "run", onlyRun),
                                (row, number) -> new Ranked(
                                        row.getLong("id"),
                                        row.getInt("priority"),
                                        row.getObject("period_from", LocalDate.class)))
                        .stream())
                .sorted(Comparator.comparingInt(Ranked::priority)
                        .thenComparing(Ranked::from)
                        .thenComparingLong(Ranked::id))
                .map(Ranked::id)
                .toList();
    }

    private record Candidate(WorkItem before, State state, int failures) {}

    private static Candidate candidate(ResultSet row, int number) throws SQLException {
        Period period =
                new Period(row.getObject("period_from", LocalDate.class), row.getObject("period_to", LocalDate.class));
        WorkItem before = new WorkItem(
                row.getLong("id"),
                row.getString("run_id"),
                row.getString("pipeline"),
                row.getString("subject"),
                row.getString("unit"),
                period,
                row.getInt("attempts"),
                row.getLong("token"),
                !row.getString("variant").isEmpty(),
                row.getBoolean("allow_incomplete"));
        return new Candidate(before, State.valueOf(row.getString("state")), row.getInt("failures"));
    }

    /** @return null when the item has cost its last worker too, and is dead now */
    private @Nullable WorkItem take(Candidate candidate, String onlyRun, Pipeline pipeline, String worker) {
        WorkItem before = candidate.before();
        int failures = candidate.failures();
        if (candidate.state() == State.RUNNING) {
            failures++;
            sql.update(SqlFile.read("run/attempt-ended.sql"), "LOST", null, null, before.id(), before.attempt());
            if (failures >= settings.maxAttempts()) {
                die(before, failures, "worker-lost", "Its worker ended " + failures + " times without a word");
                return null;
            }
        }
        long token = Math.max(before.token() + 1, System.currentTimeMillis() * 1000);
        WorkItem item = new WorkItem(
                before.id(),
                onlyRun.isEmpty() ? before.runId() : onlyRun,
                before.pipeline(),
                before.subject(),
                before.unit(),
                before.period(),
                before.attempt() + 1,
                token,
                before.dryRun(),
                before.allowIncomplete());
        sql.update(
                SqlFile.read("run/claim.sql"),
                token,
                item.attempt(),
                failures,
                worker,
                micros(settings.lease()),
                pipeline.rulesVersion(),
                Version.current(),
                item.id());
        sql.update(SqlFile.read("run/attempt.sql"), item.runId(), item.id());
        return item;
    }

    /**
     * Makes the lease last as long again.
     *
     * @return false when the item is no longer ours
     */
    public boolean keep(WorkItem item) {
        return sql.update(SqlFile.read("run/heartbeat.sql"), micros(settings.lease()), item.id(), item.token()) == 1;
    }

    /** @throws PipelineException.Abandoned when the item is no longer ours: nothing was recorded */
    public void done(WorkItem item, Outcome outcome) {
        transaction.executeWithoutResult(status -> {
            int updated = sql.update(
                    SqlFile.read("run/done.sql"),
                    outcome.inputs(),
                    outcome.output(),
                    outcome.count(Outcome.IN),
                    outcome.count(Outcome.KEPT),
                    item.id(),
                    item.token());
            mine(item, updated);
            sql.update(SqlFile.read("run/attempt-ended.sql"), "DONE", null, null, item.id(), item.attempt());
            sql.update(SqlFile.read("run/dead-letters-resolved.sql"), "DONE", item.id());
            sql.batchUpdate(
                    "insert into attempt_count (attempt_id, name, amount)"
                            + " select id, ?, ? from attempt where item_id = ? and number = ?",
                    outcome.counts().entrySet().stream()
                            .map(count -> new Object[] {count.getKey(), count.getValue(), item.id(), item.attempt()})
                            .toList());
        });
    }

    /**
     * Records a failure: the item waits for its next try, or is dead with a dead letter.
     *
     * @return RETRY or DEAD
     * @throws PipelineException.Abandoned when the item is no longer ours
     */
    public State failed(WorkItem item, Throwable cause) {
        State state = transaction.execute(status -> {
            List<Integer> before = sql.queryForList(
                    "select failures from work_item where id = ? and token = ? and state = 'RUNNING' for update",
                    Integer.class,
                    item.id(),
                    item.token());
            mine(item, before.size());
            int failures = before.get(0) + 1;
            String code = code(cause);
            String message = message(cause);
            sql.update(SqlFile.read("run/attempt-ended.sql"), "FAILED", code, message, item.id(), item.attempt());
            if (cause instanceof PipelineException.Permanent || failures >= settings.maxAttempts()) {
                die(item, failures, code, message);
                return State.DEAD;
            }
            sql.update(
                    SqlFile.read("run/failed.sql"),
                    State.RETRY.name(),
                    failures,
                    micros(settings.retryDelay(failures)),
                    code,
                    message,
                    item.id(),
                    item.token());
            return State.RETRY;
        });
        return state == null ? State.DEAD : state;
    }

    private void die(WorkItem item, int failures, String code, String message) {
        sql.update(
                SqlFile.read("run/failed.sql"), State.DEAD.name(), failures, 0, code, message, item.id(), item.token());
        sql.update(SqlFile.read("run/dead-letter.sql"), item.id(), failures, code, message);
    }

    /**
     * An orderly stop before the item was done; the next worker takes it at once.
     *
     * @return false when the item is no longer ours
     */
    public boolean giveBack(WorkItem item) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean ours = sql.update(SqlFile.read("run/given-back.sql"), item.id(), item.token()) == 1;
            if (ours) {
                sql.update(SqlFile.read("run/attempt-ended.sql"), "GIVEN_BACK", null, null, item.id(), item.attempt());
            }
            return ours;
        }));
    }

    private static void mine(WorkItem item, int rows) {
        if (rows == 0) {
            throw new PipelineException.Abandoned(item.label() + " is no longer ours (token " + item.token() + ")");
        }
    }

    /** The code of a failure, {@code unexpected} when it has none. */
    static String code(Throwable cause) {
        return cause instanceof PipelineException known ? known.code() : "unexpected";
    }

    private static String message(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (!(cause instanceof PipelineException)) {
            message = cause.getClass().getSimpleName() + ": " + Redacted.text(message);
        }
        return message.substring(0, Math.min(message.length(), 2000));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}

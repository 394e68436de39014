package dev.caravan.run;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.platform.SqlFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What an operator does to a single item. Doing it twice is doing it once. Safe for many threads and instances. */
public final class ItemControl {

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final Map<String, Pipeline> pipelines;

    public ItemControl(DataSource dataSource, List<Pipeline> pipelines) {
        this.sql = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.transaction.setIsolationLevel(TransactionTemplate.ISOLATION_READ_COMMITTED);
        this.pipelines = pipelines.stream().collect(Collectors.toMap(Pipeline::name, Function.identity()));
    }

    private record Locked(State state, String pipeline, int attempts) {}

    /**
     * Makes an item READY, with no failures, for workers of today's rules; one that is under way stays so.
     *
     * @throws InvalidRequest {@code item-unknown}; {@code item-state} when it is done
     */
    public void retry(long id) {
        transaction.executeWithoutResult(status -> retry(id, lock(id)));
    }

    private void retry(long id, Locked item) {
        switch (item.state()) {
            case DEAD, CANCELLED, RETRY, READY -> reopen(id, item);
            case RUNNING -> {}
            case DONE ->
                throw new InvalidRequest(
                        "item-state", "Item " + id + " is DONE; to do it again, run its period with mode all");
        }
    }

    private void reopen(long id, Locked item) {
        Pipeline pipeline = pipelines.get(item.pipeline());
        if (pipeline == null) {
            throw new InvalidRequest("item-state", "This version has no pipeline " + item.pipeline());
        }
        sql.update(SqlFile.read("run/retried-item.sql"), pipeline.rulesVersion(), id);
        sql.update(SqlFile.read("run/dead-letters-resolved.sql"), "RETRIED", id);
    }

    /**
     * Ends an item that is not done: nobody will do it, and nothing waits for it any more. A worker that has it in hand
     * stops at its next heart-beat; what it had already published stays. A dead letter of it is discarded.
     *
     * @throws InvalidRequest {@code item-unknown}; {@code item-state} when it is done
     */
    public void cancel(long id) {
        transaction.executeWithoutResult(status -> cancel(id, lock(id)));
    }

    private void cancel(long id, Locked item) {
        switch (item.state()) {
            case READY, RETRY, DEAD, RUNNING -> {
                sql.update(SqlFile.read("run/cancelled-item.sql"), id);
                sql.update(SqlFile.read("run/attempt-ended.sql"), "CANCELLED", null, null, id, item.attempts());
                sql.update(SqlFile.read("run/dead-letters-resolved.sql"), "DISCARDED", id);
            }
            case CANCELLED -> {}
            case DONE -> throw new InvalidRequest("item-state", "Item " + id + " is DONE; there is nothing to cancel");
        }
    }

    /**
     * Retries the item of a dead letter, once: what became of the item since is left alone.
     *
     * @return the item
     * @throws InvalidRequest {@code dead-letter-unknown}; {@code dead-letter-resolved} when it was answered otherwise
     */
    public long retryLetter(long letter) {
        return answer(letter, "RETRIED", this::retry);
    }

    /**
     * Cancels the item of a dead letter, once: what became of the item since is left alone.
     *
     * @return the item
     * @throws InvalidRequest {@code dead-letter-unknown}; {@code dead-letter-resolved} when it was answered otherwise
     */
    public long discardLetter(long letter) {
        return answer(letter, "DISCARDED", this::cancel);
    }

    private long answer(long letter, String resolution, BiConsumer<Long, Locked> act) {
        Long item = transaction.execute(status -> {
            long id = sql.queryForList("select item_id from dead_letter where id = ?", Long.class, letter).stream()
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequest("dead-letter-unknown", "There is no dead letter " + letter));
            Locked locked = lock(id);
            String before = sql.queryForObject("select resolution from dead_letter where id = ?", String.class, letter);
            if (before == null) {
                act.accept(id, locked);
            } else if (!before.equals(resolution)) {
                throw new InvalidRequest(
                        "dead-letter-resolved", "Dead letter " + letter + " is " + before + " already; see item " + id);
            }
            return id;
        });
        return Objects.requireNonNull(item);
    }

    private Locked lock(long id) {
        return sql
                .query(
                        SqlFile.read("run/item-lock.sql"),
                        (row, number) -> new Locked(
                                State.valueOf(row.getString("state")),
                                row.getString("pipeline"),
                                row.getInt("attempts")),
                        id)
                .stream()
                .findFirst()
                .orElseThrow(() -> new InvalidRequest("item-unknown", "There is no work item " + id));
    }
}

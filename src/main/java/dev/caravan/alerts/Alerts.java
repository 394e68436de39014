package dev.caravan.alerts;

import dev.caravan.platform.SqlFile;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.Pipeline;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens an alert when a cause begins to hold and closes it when it does no longer; each of both is one line in the log
 * and one message a channel, which {@link Outbox} sends. Any number of instances may do this at once.
 */
public final class Alerts {

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final List<AlertRule> rules;
    private final Set<Channel> channels;

    /** @param clock says which days and months are over */
    public Alerts(
            DataSource dataSource, List<Pipeline> pipelines, AlertSettings settings, FileLimits files, Clock clock) {
        this.sql = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.transaction.setIsolationLevel(TransactionTemplate.ISOLATION_READ_COMMITTED);
        this.rules = List.of(
                new DeadLetters(sql),
                new Lateness(sql, pipelines, settings, clock),
                new Figures(sql, clock),
                new FileRules(sql, files, clock));
        this.channels = settings.channels();
    }

    /** Does nothing while another instance does it, or while the ledger is away. */
    public void evaluate() {
        try {
            transaction.executeWithoutResult(status -> evaluateAlone());
        } catch (NestedRuntimeException e) {
            LOG.warn("Alerts are not looked for: {}", LedgerDatabase.failure(e).getMessage());
        }
    }

    private void evaluateAlone() {
        if (sql.queryForList("select id from alert_lock for update skip locked").isEmpty()) {
            return;
        }
        List<Cause> causes =
                rules.stream().flatMap(rule -> rule.causes().stream()).toList();
        Map<String, String> open = open();
        causes.stream()
                .filter(cause -> cause.certain() && !open.containsKey(cause.key()))
                .forEach(this::open);
        open.keySet().removeAll(causes.stream().map(Cause::key).collect(Collectors.toSet()));
        open.forEach(this::recovered);
    }

    /** Cause to id. */
    private Map<String, String> open() {
        Map<String, String> open = new HashMap<>();
        sql.query("select id, cause from alert where recovered_at is null", row -> {
            open.put(row.getString("cause"), row.getString("id"));
        });
        return open;
    }

    private void open(Cause cause) {
        String id = AlertRows.insert(sql, cause, channels);
        LOG.warn("alert=opened cause={} id={} {}", cause.key(), id, Texts.line(cause.title(), 200));
    }

    private void recovered(String cause, String id) {
        sql.update("update alert set recovered_at = utc_timestamp(6) where id = ?", id);
        if (rules.stream().anyMatch(rule -> rule.forgets(cause))) {
            LOG.info("alert=forgotten cause={} id={}", cause, id);
            return;
        }
        sql.update(SqlFile.read("alerts/recovery-messages.sql"), id);
        LOG.info("alert=recovered cause={} id={}", cause, id);
    }
}

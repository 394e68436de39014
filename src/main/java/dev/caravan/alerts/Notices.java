package dev.caravan.alerts;

import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is told once and needs nobody, such as a report: it goes the way of the alerts, by every channel there is, but is
 * never open. Any number of instances may tell the same.
 */
public final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    /** What fits into the table, four bytes a letter. */
    private static final int LONGEST = 16_000;

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final Set<Channel> channels;

    public Notices(DataSource dataSource, AlertSettings settings) {
        this.sql = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.transaction.setIsolationLevel(TransactionTemplate.ISOLATION_READ_COMMITTED);
        this.channels = settings.channels();
    }

    public boolean isTold(String key) {
        return !sql.queryForList("select id from alert where cause = ? limit 1", key)
                .isEmpty();
    }

    /**
     * Tells it, unless it was told before.
     *
     * @param key for example {@code report/2026-09-05}; at most 160 characters
     * @param title one line, cut at 200 characters
     * @param text cut at 16,000 characters
     */
    public void tell(String key, String pipeline, String title, String text) {
        transaction.executeWithoutResult(status -> {
            Objects.requireNonNull(sql.queryForObject("select id from alert_lock for update", Integer.class));
            if (isTold(key)) {
                return;
            }
            String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…\n";
            String id = AlertRows.insert(sql, new Cause(key, "notice", pipeline, title, cut, true), channels);
            sql.update("update alert set recovered_at = opened_at where id = ?", id);
            LOG.info("notice={} id={} channels={} {}", key, id, channels.size(), title);
        });
    }
}

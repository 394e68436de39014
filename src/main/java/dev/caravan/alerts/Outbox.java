package dev.caravan.alerts;

import dev.caravan.alerts.AlertMessage.Kind;
import dev.caravan.platform.SqlFile;
import dev.caravan.run.LedgerDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends the messages that wait in the ledger. One that fails waits 1, 2, 4 … 60 minutes. A message is sent at least
 * once: again, with the same id, when this service ends between sending it and noting so.
 */
public final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final long LONGEST_WAIT_SECONDS = 3600;

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;
    private final AlertSettings settings;
    private final Sender sender;
    private final Clock clock;

    public Outbox(DataSource dataSource, AlertSettings settings, Sender sender, Clock clock) {
        this.sql = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.transaction.setIsolationLevel(TransactionTemplate.ISOLATION_READ_COMMITTED);
        this.settings = settings;
        this.sender = sender;
        this.clock = clock;
    }

    /** Sends what is due; a channel that fails is left alone until the next call. */
    public void deliver() {
        try {
            deliverAll();
        } catch (NestedRuntimeException e) {
            LOG.warn("Alerts are not sent: {}", LedgerDatabase.failure(e).getMessage());
        }
    }

    private void deliverAll() {
        for (Channel channel : settings.channels()) {
            boolean more = true;
            while (more) {
                more = Boolean.TRUE.equals(transaction.execute(status -> deliverOne(channel)));
            }
        }
    }

    private record Due(String alertId, Kind kind, int tries) {}

    /** @return whether one was sent; its row is locked meanwhile, so no other instance sends it */
    private boolean deliverOne(Channel channel) {
        for (Due due : sql.query(SqlFile.read("alerts/due.sql"), Outbox::due, channel.name())) {
            for (AlertMessage message : sql.query(
                    "select * from alert where id = ?", (row, number) -> message(row, due.kind()), due.alertId())) {
                return deliver(channel, message, due);
            }
        }
        return false;
    }

    private boolean deliver(Channel channel, AlertMessage message, Due due) {
        try {
            send(channel, message);
        } catch (RuntimeException e) {
            long wait = Math.min(60L << Math.min(due.tries(), 10), LONGEST_WAIT_SECONDS);
            String error = Texts.failure(e);
            sql.update(
                    SqlFile.read("alerts/failed.sql"),
                    error,
                    wait,
                    due.alertId(),
                    channel.name(),
                    due.kind().name());
            LOG.warn("alert=unsent delivery={} channel={} again-in={}s {}", message.deliveryId(), channel, wait, error);
            return false;
        }
        sql.update(
                "update alert_message set sent_at = utc_timestamp(6), tries = tries + 1, last_error = null"
                        + " where alert_id = ? and channel = ? and kind = ?",
                due.alertId(),
                channel.name(),
                due.kind().name());
        return true;
    }

    private void send(Channel channel, AlertMessage message) {
        switch (channel) {
            case MAIL -> sender.send("direct:alerts.mail", Mail.body(message), Mail.headers(message, settings));
            case WEBHOOK -> {
                String body = Webhook.body(message);
                sender.send(
                        "direct:alerts.webhook",
                        body,
                        Webhook.headers(message, body, settings.webhookSecret(), clock.instant()));
            }
        }
    }

    private static Due due(ResultSet row, int number) throws SQLException {
        return new Due(row.getString("alert_id"), Kind.valueOf(row.getString("kind")), row.getInt("tries"));
    }

    private static AlertMessage message(ResultSet row, Kind kind) throws SQLException {
        return new AlertMessage(
                row.getString("id"),
                kind,
                row.getString("rule"),
                row.getString("cause"),
                row.getString("pipeline"),
                row.getString("title"),
                row.getString("text"),
                row.getObject("opened_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                recovered(row.getObject("recovered_at", LocalDateTime.class)));
    }

    private static @Nullable Instant recovered(@Nullable LocalDateTime at) {
        return at == null ? null : at.toInstant(ZoneOffset.UTC);
    }
}

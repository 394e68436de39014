package dev.caravan.alerts;

import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes what is to be told. */
final class AlertRows {

    private AlertRows() {}

    /** @return the id of the alert, which is open, and has a message for each channel */
    static String insert(JdbcTemplate sql, Cause cause, Set<Channel> channels) {
        String id = UUID.randomUUID().toString();
        sql.update(
                "insert into alert (id, cause, rule, pipeline, title, text, opened_at)"
                        + " values (?, ?, ?, ?, ?, ?, utc_timestamp(6))",
                id,
                cause.key(),
                cause.rule(),
                cause.pipeline(),
                Texts.line(cause.title(), 200),
                cause.text());
        for (Channel channel : channels) {
            sql.update(
                    "insert into alert_message (alert_id, kind, channel, created_at, not_before)"
                            + " values (?, 'OPENED', ?, utc_timestamp(6), utc_timestamp(6))",
                    id,
                    channel.name());
        }
        return id;
    }
}

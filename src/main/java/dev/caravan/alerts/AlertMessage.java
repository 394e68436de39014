package dev.caravan.alerts;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver is told once.
 *
 * @param recoveredAt null while the alert is open; a message that is sent late may be of an alert that has recovered
 */
record AlertMessage(
        String alertId,
        Kind kind,
        String rule,
        String cause,
        String pipeline,
        String title,
        String text,
        Instant openedAt,
        @Nullable Instant recoveredAt) {

    enum Kind {
        OPENED,
        RECOVERED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same each time that this message is sent, so that a receiver can drop the second. */
    String deliveryId() {
        return alertId + "." + kind.word();
    }
}

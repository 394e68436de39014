package dev.caravan.alerts;

import dev.caravan.alerts.AlertMessage.Kind;
import java.util.Map;

/** An alert as an e-mail of plain text. */
final class Mail {

    private Mail() {}

    static Map<String, String> headers(AlertMessage message, AlertSettings settings) {
        return Map.of(
                "To",
                String.join(", ", settings.to()),
                "From",
                settings.from(),
                "Subject",
                "[Caravan] " + title(message),
                "Message-ID",
                "<" + message.deliveryId() + "@caravan>",
                "Auto-Submitted",
                "auto-generated");
    }

    static String body(AlertMessage message) {
        String times = "Cause:     %s\nSince:     %s\n".formatted(message.cause(), message.openedAt());
        if (message.kind() == Kind.OPENED) {
            return message.text() + "\n" + times;
        }
        return "This is over:\n\n  %s\n\n%sRecovered: %s\n".formatted(message.title(), times, message.recoveredAt());
    }

    private static String title(AlertMessage message) {
        // again, though they are stored so: nothing but this line stands between data and a header
        return Texts.line((message.kind() == Kind.OPENED ? "" : "Recovered: ") + message.title(), 200);
    }
}

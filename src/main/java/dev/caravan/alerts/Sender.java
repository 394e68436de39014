package dev.caravan.alerts;

import java.util.Map;

/** Sends one message by its channel and returns when the other side has taken it, or throws. */
@FunctionalInterface
public interface Sender {

    /** @param route {@code direct:alerts.mail} or {@code direct:alerts.webhook} */
    void send(String route, String body, Map<String, String> headers);
}

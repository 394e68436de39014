package dev.caravan.alerts;

/** A way by which messages leave. */
enum Channel {
    MAIL,
    WEBHOOK
}

package dev.caravan.embedded;

/** A server that did not start: one sentence, then the last lines of its log if it has any. Trying again may help. */
public final class ServerStartException extends RuntimeException {

    ServerStartException(String message) {
        super(message);
    }

    ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}

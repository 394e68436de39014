package dev.caravan.platform;

/** A text that must not reach a log: only {@link #reveal} gives it away. */
public record Secret(String reveal) {

    @Override
    public String toString() {
        return "***";
    }
}

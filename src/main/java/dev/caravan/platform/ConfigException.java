package dev.caravan.platform;

import java.util.List;

/** The configuration cannot be used; the message lists every problem, one a line. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(List<String> problems) {
        super("The configuration has " + problems.size() + " problem(s):\n  - " + String.join("\n  - ", problems));
    }
}

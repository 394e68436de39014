package dev.caravan.platform;

import java.util.regex.Pattern;

/**
 * A failure as it may be logged and kept: other people's messages quote the data that they choked on, and those may be
 * a visitor's. Our own messages stay as they are; in all others quoted text, URLs, addresses and long hexadecimal ids
 * are replaced by {@code …}. Class names and traces stay.
 */
public final class Redacted extends Exception {

    private static final long serialVersionUID = 1L;

    /** From the first quote to the last: a quoted value may have quotes of its own. */
    private static final Pattern PRIVATE = Pattern.compile(
            "(?s)(['\"`]).*\\1" // quoted
                    + "|\\b[a-zA-Z][a-zA-Z0-9+.-]*://\\S+" // URL
                    + "|\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b" // IPv4
                    + "|\\b\\p{XDigit}{0,4}(?::\\p{XDigit}{0,4}){3,7}\\b" // IPv6
                    + "|\\b\\p{XDigit}{16,}\\b");

    private final String text;

    private Redacted(Throwable failure, int depth) {
        super(null, failure.getCause() == null || depth == 0 ? null : new Redacted(failure.getCause(), depth - 1));
        this.text = failure instanceof PipelineException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getName() + ": " + text(String.valueOf(failure.getLocalizedMessage()));
        setStackTrace(failure.getStackTrace());
    }

    public static Redacted of(Throwable failure) {
        return new Redacted(failure, 20);
    }

    /** A message of somebody else without what may be a visitor's. */
    public static String text(String message) {
        return PRIVATE.matcher(message).replaceAll("…");
    }

    @Override
    public String getMessage() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.caravan.platform;

import org.jspecify.annotations.Nullable;

/** Cells of CSV that people open in a spreadsheet. */
public final class Spreadsheet {

    /** What a spreadsheet would take for a formula. */
    private static final String FORMULA = "(?s)[=+\\-@\t\r].*";

    private Spreadsheet() {}

    /** A text that would be taken for a formula has a {@code '} before it; null is an empty cell. */
    public static Object cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof String text && text.matches(FORMULA) ? "'" + text : value;
    }
}

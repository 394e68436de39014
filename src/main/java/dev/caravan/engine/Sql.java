package dev.caravan.engine;

/** Text that becomes part of a statement. */
public final class Sql {

    private Sql() {}

    /**
     * A string literal.
     *
     * @throws IllegalArgumentException for a NUL, which no engine takes
     */
    public static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A text with a NUL cannot be used in SQL");
        }
        return "'" + text.replace("'", "''") + "'";
    }
}

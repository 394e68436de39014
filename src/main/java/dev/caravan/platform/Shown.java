package dev.caravan.platform;

/** Text from outside as a terminal may show it, or a field of a table hold it: on one line, with nothing unseen. */
public final class Shown {

    private Shown() {}

    /**
     * Tabs, ends of lines and backslashes as {@code \t}, {@code \n}, {@code \r} and {@code \\}; other letters that are
     * not to be seen, or that change the order in which others are shown, as {@code \}{@code u} and their number.
     */
    public static String text(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(letter -> {
            switch (letter) {
                case '\\' -> shown.append("\\\\");
                case '\t' -> shown.append("\\t");
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                default -> {
                    if (unseen(letter)) {
                        shown.append("\\u%04x".formatted(letter));
                    } else {
                        shown.appendCodePoint(letter);
                    }
                }
            }
        });
        return shown.toString();
    }

    private static boolean unseen(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}

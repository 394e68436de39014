package dev.caravan.alerts;

import java.util.List;

/** Texts that come from data, made fit for headers, mails and logs. */
final class Texts {

    private static final int LISTED = 10;

    private Texts() {}

    /** On one line: line ends and all that is not to be seen (control, format, private use) are blanks. */
    static String line(String text, int maxLength) {
        String line = text.replaceAll("[\\p{Z}\\p{C}]+", " ").strip();
        return line.length() <= maxLength ? line : line.substring(0, maxLength - 1) + "…";
    }

    /** The first ten, a line each, and how many there are beyond. */
    static String listed(List<String> lines, long all) {
        StringBuilder text = new StringBuilder();
        lines.stream()
                .limit(LISTED)
                .forEach(line -> text.append("  ").append(line(line, 200)).append('\n'));
        return all > LISTED
                ? text.append("  and ").append(all - LISTED).append(" more\n").toString()
                : text.toString();
    }

    /** {@code 1 item}, {@code 2 items}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Why something could not be sent, without addresses, which are personal or a secret. */
    static String failure(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getClass().getSimpleName() + ": " + root.getMessage();
        return line(text.replaceAll("\\S*@\\S*|https?://\\S+", "***"), 300);
    }
}

package dev.caravan.visitfiles.overview;

import dev.caravan.platform.Shown;
import java.util.regex.Pattern;

/** Text of a report file as a mail or a report may have it: nobody can be told from it. */
final class Masked {

    private static final int LONGEST = 120;

    /** What could be a name before an @; the domain says whose customers have trouble. */
    private static final Pattern NAME = Pattern.compile("([^\\s@,;\"'<>])[^\\s@,;\"'<>]*@");

    private Masked() {}

    /** On one line, at most 120 letters; {@code persona@ejemplo.com} is {@code p***@ejemplo.com}. */
    static String text(String text) {
        String masked = Shown.text(NAME.matcher(text).replaceAll("$1***@"));
        return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
    }
}

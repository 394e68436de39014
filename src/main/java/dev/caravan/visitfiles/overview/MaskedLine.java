package dev.caravan.visitfiles.overview;

import dev.caravan.platform.Masked;
import dev.caravan.platform.Shown;

/** Text of a report file as a mail or a report may have it: nobody can be told from it. */
final class MaskedLine {

    private static final int LONGEST = 120;

    private MaskedLine() {}

    /** On one line, at most 120 letters; {@code persona@ejemplo.com} is {@code p***@ejemplo.com}. */
    static String text(String text) {
        String masked = Shown.text(Masked.names(text));
        return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
    }
}

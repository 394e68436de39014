package dev.caravan.visitfiles.report;

/** Texts from a file, made to fit. */
final class Cut {

    private Cut() {}

    /** The first characters, without half of one that takes two. */
    static String at(int length, String text) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}

package dev.caravan.visitfiles.report;

import java.io.IOException;

/** A byte that is no part of a text in the charset. */
final class NotText extends IOException {

    private static final long serialVersionUID = 1;

    private final long offset;

    /** @param offset of the byte in the file, from 0 */
    NotText(long offset) {
        super("Byte " + offset + " is no text");
        this.offset = offset;
    }

    long offset() {
        return offset;
    }
}

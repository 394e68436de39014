package dev.caravan.visitfiles.report;

import dev.caravan.platform.Digests;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fingerprint of a report while it is read: the same for all files with the same lines. Of the text in UTF-8
 * whose lines all end with LF, without the blank lines at its end.
 */
final class CanonicalText extends FilterReader {

    private static final int BUFFER = 1 << 15;

    private final char[] text = new char[BUFFER];
    private int length;
    private MessageDigest digest = Digests.sha256();

    /** Of the text up to the blank lines that come last; null when the last line is not blank. */
    private @Nullable MessageDigest beforeBlanks;

    private boolean lineStarts = true;
    private boolean afterReturn;

    CanonicalText(Reader in) {
        super(in);
    }

    @Override
    public int read(char[] into, int from, int most) throws IOException {
        int read = in.read(into, from, most);
        for (int i = from; i < from + read; ) {
            int run = into[i] > ' ' ? run(into, i, from + read) : 0;
            if (run > 0) {
                beforeBlanks = null;
                afterReturn = false;
                lineStarts = false;
                append(into, i, run);
                i += run;
            } else {
                add(into[i++]);
            }
        }
        return read;
    }

    /** How many characters from a letter on are none that ends a line. */
    private static int run(char[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] >= ' ') {
            at++;
        }
        return at - from;
    }

    private void add(char c) {
        if (c == '\n' && afterReturn) {
            afterReturn = false;
            return;
        }
        afterReturn = c == '\r';
        boolean ends = c == '\n' || c == '\r';
        if (!ends && !CsvLine.isBlank(c)) {
            beforeBlanks = null;
        } else if (lineStarts && beforeBlanks == null) {
            flush();
            beforeBlanks = copy(digest);
        }
        append(ends ? '\n' : c);
        lineStarts = ends;
    }

    private void append(char c) {
        if (length == BUFFER) {
            flush();
        }
        text[length++] = c;
    }

    private void append(char[] from, int start, int count) {
        for (int done = 0; done < count; ) {
            if (length == BUFFER) {
                flush();
            }
            int most = Math.min(count - done, BUFFER - length);
            System.arraycopy(from, start + done, text, length, most);
            length += most;
            done += most;
        }
    }

    /** All but the first half of a character that takes two. */
    private void flush() {
        int whole = length > 0 && Character.isHighSurrogate(text[length - 1]) ? length - 1 : length;
        digest.update(new String(text, 0, whole).getBytes(StandardCharsets.UTF_8));
        System.arraycopy(text, whole, text, 0, length - whole);
        length -= whole;
    }

    /** Once, after all was read; lower-case hexadecimal. */
    String sha256() {
        if (beforeBlanks != null) {
            digest = beforeBlanks;
        } else {
            if (!lineStarts) {
                append('\n');
            }
            flush();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's SHA-256 can be copied", e);
        }
    }
}

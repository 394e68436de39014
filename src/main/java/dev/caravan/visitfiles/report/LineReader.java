package dev.caravan.visitfiles.report;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The physical lines of a text, each ended by LF, CRLF or CR; the last one may lack it. Holds one line at a time, and of
 * that a bounded part. For one thread.
 */
final class LineReader implements AutoCloseable {

    private enum End {
        LF,
        CRLF,
        CR
    }

    private static final int BUFFER = 1 << 16;

    private final Reader in;
    private final int maxBytes;
    private final Set<End> ends = EnumSet.noneOf(End.class);
    private char[] buffer = new char[BUFFER];
    private int start;
    private int end;

    private String text = "";
    private int number;
    private boolean blank;
    private boolean tooLong;

    /** @param maxBytes of a line in UTF-8, without its end */
    LineReader(Reader in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** Goes to the next line that is not blank; false when there is none. */
    boolean next() throws IOException {
        while (advance()) {
            if (!blank) {
                return true;
            }
        }
        return false;
    }

    /** From 1; blank lines count too. */
    int number() {
        return number;
    }

    /** Without its end; of a line that is too long its begin, at most as many bytes as are allowed. */
    String text() {
        return text;
    }

    boolean tooLong() {
        return tooLong;
    }

    /** Whether lines so far have had different ends. */
    boolean mixedEnds() {
        return ends.size() > 1;
    }

    private boolean advance() throws IOException {
        int length = lineLength();
        if (length == 0 && start == end) {
            return false;
        }
        number++;
        text = new String(buffer, start, length);
        blank = isBlank(length);
        tooLong = text.length() > maxBytes / 3 && text.getBytes(StandardCharsets.UTF_8).length > maxBytes;
        start += length;
        while (start < end && !isEnd(buffer[start])) {
            tooLong = true;
            length = lineLength();
            blank &= isBlank(length);
            start += length;
        }
        if (tooLong) {
            text = firstBytes();
        }
        passEnd();
        return true;
    }

    /** Of the line from {@link #start}, or of the part of it that fits: a character more than is allowed. */
    private int lineLength() throws IOException {
        int length = 0;
        while (length <= maxBytes) {
            int last = Math.min(end, start + maxBytes + 1);
            int at = start + length;
            while (at < last && !isEnd(buffer[at])) {
                at++;
            }
            length = at - start;
            if (at < end || !fill()) {
                return length;
            }
        }
        return length;
    }

    private void passEnd() throws IOException {
        if (start == end) {
            return;
        }
        boolean returns = buffer[start++] == '\r';
        if (returns && (start < end || fill()) && buffer[start] == '\n') {
            start++;
            ends.add(End.CRLF);
        } else {
            ends.add(returns ? End.CR : End.LF);
        }
    }

    /** Moves what is not used to the front. */
    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (buffer.length - end < 2) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read > 0;
    }

    private boolean isBlank(int length) {
        for (int i = start; i < start + length; i++) {
            if (!CsvLine.isBlank(buffer[i])) {
                return false;
            }
        }
        return true;
    }

    private String firstBytes() {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(maxBytes, bytes.length);
        while (length < bytes.length && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isEnd(char c) {
        return c <= '\r' && (c == '\n' || c == '\r');
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

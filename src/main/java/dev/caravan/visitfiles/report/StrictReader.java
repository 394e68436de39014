package dev.caravan.visitfiles.report;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;

/** A file's text. Unlike the JDK's readers it knows where the first byte is that is none. */
final class StrictReader extends Reader {

    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final Encoding encoding;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private boolean ended;

    StrictReader(Path path, Encoding encoding) throws IOException {
        this.encoding = encoding;
        this.decoder = encoding.charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.file = FileChannel.open(path);
        file.position(encoding.mark());
    }

    /**
     * @param length 2 or more: a character may take two
     * @throws NotText also for NUL
     */
    @Override
    public int read(char[] into, int from, int length) throws IOException {
        CharBuffer text = CharBuffer.wrap(into, from, length);
        while (true) {
            long offset = file.position() - bytes.remaining();
            CoderResult result = decoder.decode(bytes, text, ended);
            int read = text.position() - from;
            checkNoNul(into, from, read, offset);
            if (read > 0) {
                return read;
            }
            if (result.isError()) {
                throw new NotText(offset);
            }
            if (ended) {
                return -1;
            }
            bytes.compact();
            ended = file.read(bytes) < 0;
            bytes.flip();
        }
    }

    private void checkNoNul(char[] text, int from, int length, long offset) throws NotText {
        for (int i = from; i < from + length; i++) {
            if (text[i] == 0) {
                throw new NotText(offset + new String(text, from, i - from).getBytes(encoding.charset()).length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package dev.caravan.visitfiles.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How the bytes of a file are a text.
 *
 * @param mark bytes at the begin that are none of the text: a byte order mark
 */
record Encoding(Charset charset, int mark) {

    private static final byte[] UTF_8_MARK = bytes(0xEF, 0xBB, 0xBF);
    private static final byte[] UTF_16LE_MARK = bytes(0xFF, 0xFE);
    private static final byte[] UTF_16BE_MARK = bytes(0xFE, 0xFF);
    private static final List<byte[]> ARCHIVES = List.of(bytes('P', 'K'), bytes(0x1F, 0x8B));

    /**
     * What the first bytes say; UTF-8 if they say nothing.
     *
     * @throws NotText for a zip or gzip file
     */
    static Encoding of(Path file) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(3);
        }
        if (ARCHIVES.stream().anyMatch(archive -> starts(first, archive))) {
            throw new NotText(0);
        }
        if (starts(first, UTF_16LE_MARK)) {
            return new Encoding(StandardCharsets.UTF_16LE, UTF_16LE_MARK.length);
        }
        if (starts(first, UTF_16BE_MARK)) {
            return new Encoding(StandardCharsets.UTF_16BE, UTF_16BE_MARK.length);
        }
        return new Encoding(StandardCharsets.UTF_8, starts(first, UTF_8_MARK) ? UTF_8_MARK.length : 0);
    }

    Encoding in(Charset other) {
        return new Encoding(other, mark);
    }

    StrictReader open(Path file) throws IOException {
        return new StrictReader(file, this);
    }

    private static boolean starts(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}

package dev.caravan.tracking;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a text file, plain or gzip (told by its first bytes). Holds one line at a time, and of that a bounded part. */
final class InputLines implements AutoCloseable {

    /** Of one line; Matomo's own limits are far below. */
    static final int MAX_BYTES = 65_536;

    private static final int GZIP_MAGIC = 0x1f8b;

    private final FileChannel file;
    private final InputStream in;
    private long number;

    /**
     * @param text null when the line cannot be read
     * @param problem why it cannot be read, else empty
     */
    record Line(long number, @Nullable String text, String problem) {}

    InputLines(Path path) throws IOException {
        this.file = FileChannel.open(path);
        InputStream raw = new BufferedInputStream(Channels.newInputStream(file), 1 << 16);
        raw.mark(2);
        int magic = raw.read() << 8 | raw.read();
        raw.reset();
        this.in = magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16) : raw;
    }

    /** How many bytes of the file have been read. */
    long position() throws IOException {
        return file.position();
    }

    /** @throws IOException also when a gzip file ends early */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        boolean tooLong = false;
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (bytes.size() < MAX_BYTES) {
                bytes.write(read);
            } else {
                tooLong = true;
            }
        }
        number++;
        return Optional.of(tooLong ? new Line(number, null, "longer than " + MAX_BYTES + " bytes") : decoded(bytes));
    }

    private Line decoded(ByteArrayOutputStream bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            // a byte order mark, which some editors write
            return new Line(number, (text.startsWith("\uFEFF") ? text.substring(1) : text).strip(), "");
        } catch (CharacterCodingException e) {
            return new Line(number, null, "not UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

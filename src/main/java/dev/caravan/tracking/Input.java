package dev.caravan.tracking;

import dev.caravan.platform.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cuts an input into parts that Matomo can be sent at once. For one thread. */
final class Input implements AutoCloseable {

    /** Below the megabyte that nginx lets through unless told otherwise, with room for what JSON adds. */
    static final int MAX_PART_BYTES = 700_000;

    private static final int MAX_REFUSALS = 10_000;

    private final InputLines lines;
    private final RequestParser parser = new RequestParser();
    private InputLines.@Nullable Line ahead;
    private @Nullable PipelineException broken;

    /** @throws IllegalArgumentException when the file cannot be read at all */
    Input(Path file) {
        try {
            this.lines = new InputLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read " + file + ": " + e, e);
        }
        advance();
    }

    /** Passes over lines that are settled. */
    void skipTo(long line) {
        while (ahead != null && ahead.number() <= line) {
            advance();
        }
    }

    /**
     * All further parts, read one by one.
     *
     * @param size requests in each, at most
     * @throws PipelineException.Permanent {@code import-input}, by the iterator
     */
    Iterable<Part> parts(int size) {
        return () -> Stream.generate(() -> part(size, Long.MAX_VALUE))
                .takeWhile(Optional::isPresent)
                .map(Optional::orElseThrow)
                .iterator();
    }

    /** The lines up to this one, which have been a part before. */
    Optional<Part> upTo(long line) {
        return part(Integer.MAX_VALUE, line);
    }

    private Optional<Part> part(int size, long lastLine) {
        List<TrackingRequest> requests = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        long to = 0;
        int bytes = 0;
        while (ahead != null
                && ahead.number() <= lastLine
                && requests.size() < size
                && bytes < MAX_PART_BYTES
                && refusals.size() < MAX_REFUSALS) {
            InputLines.Line line = ahead;
            advance();
            to = line.number();
            if (line.text() == null) {
                refusals.add(Refusal.byUs(line.number(), line.problem(), null));
            } else if (!line.text().isEmpty()) {
                try {
                    TrackingRequest request = parser.parse(line.number(), line.text());
                    requests.add(request);
                    bytes += request.bytes();
                } catch (RequestParser.Unfit e) {
                    refusals.add(Refusal.byUs(line.number(), String.valueOf(e.getMessage()), null));
                }
            }
        }
        if (to == 0 && broken != null) {
            throw broken;
        }
        return to == 0 ? Optional.empty() : Optional.of(new Part(to, requests, refusals));
    }

    private void advance() {
        try {
            ahead = lines.next().orElse(null);
        } catch (IOException e) {
            ahead = null;
            broken = new PipelineException.Permanent(
                    "import-input", "The input ends in the middle, or cannot be read any further: " + e, e);
        }
    }

    /** Bytes of the file. */
    long position() {
        try {
            return lines.position();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many lines of those in parts had a token of their own. */
    long tokens() {
        return parser.tokens();
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.caravan.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.platform.Scratch;
import dev.caravan.run.WorkItem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** What the log says of one attempt, as JSON lines in a file of bounded size. Safe for many threads. */
final class AttemptLog {

    /** What comes after is counted, and not kept. */
    static final int MAX_BYTES = 4_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Scratch.Folder folder;
    private final WorkItem item;
    private final LocalDate day;
    private final OutputStream out;
    private long bytes;
    private long left;
    private boolean ended;

    /** @param day of its beginning, UTC */
    AttemptLog(Scratch.Folder folder, WorkItem item, LocalDate day) throws IOException {
        this.folder = folder;
        this.item = item;
        this.day = day;
        this.out = new BufferedOutputStream(Files.newOutputStream(file()));
    }

    Path file() {
        return folder.path().resolve("log.jsonl");
    }

    /** Relative to the folder of the logs. */
    String key() {
        return "%s/year=%d/month=%d/day=%d/run=%s/item-%d-attempt-%d.jsonl"
                .formatted(
                        item.pipeline(),
                        day.getYear(),
                        day.getMonthValue(),
                        day.getDayOfMonth(),
                        item.runId(),
                        item.id(),
                        item.attempt());
    }

    /** @param json a line of the log */
    synchronized void add(byte[] json) throws IOException {
        if (ended) {
            return;
        }
        ObjectNode line = (ObjectNode) JSON.readTree(json);
        line.put("pipeline", item.pipeline());
        line.put("attempt", Integer.toString(item.attempt()));
        byte[] text = JSON.writeValueAsBytes(line);
        if (bytes + text.length > MAX_BYTES) {
            left++;
            return;
        }
        write(text);
    }

    /** No line is taken any more. */
    synchronized void end() throws IOException {
        ended = true;
        if (left > 0) {
            ObjectNode line = JSON.createObjectNode();
            line.put("run", item.runId()).put("item", Long.toString(item.id()));
            line.put("message", left + " further lines are not kept: the log has reached " + MAX_BYTES + " bytes");
            write(JSON.writeValueAsBytes(line));
        }
        out.close();
    }

    private void write(byte[] text) throws IOException {
        out.write(text);
        out.write('\n');
        bytes += text.length + 1;
    }

    void remove() {
        folder.close();
    }
}

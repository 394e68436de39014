package dev.caravan.tracking;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.tracking.Doubt.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an import has done, kept on disk at every step: the checkpoint, and the file of refused lines. */
final class Progress {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CheckpointFile file;
    private final @Nullable Path refused;
    private Checkpoint current;

    /** When Matomo last took a part. */
    private Checkpoint sure;

    /** @param refused gets refused lines, JSON lines; one that an import goes on with is added to, else it is new */
    Progress(CheckpointFile file, Checkpoint former, @Nullable Path refused) {
        this.file = file;
        this.refused = refused;
        this.current = former;
        this.sure = former;
        if (refused != null) {
            prepare(refused, former.line() == 0);
        }
    }

    Checkpoint current() {
        return current;
    }

    void sending(Part part, @Nullable Long newest, Instant now) {
        keep(current.about(part, newest, now));
    }

    void withdrawn() {
        keep(current.withdrawn());
    }

    /**
     * Matomo took a part.
     *
     * @param refusals requests of it that Matomo did not take; those that were not sent are added
     */
    void settled(Part part, int tracked, List<Refusal> refusals) {
        settle(part, tracked, refusals);
        sure = current;
    }

    /** Matomo took nothing of a part, which {@link #back} takes back. */
    void passed(Part part, List<Refusal> refusals) {
        settle(part, 0, refusals);
    }

    private void settle(Part part, int tracked, List<Refusal> refusals) {
        List<Refusal> all = new ArrayList<>(part.refusals());
        all.addAll(refusals);
        write(all);
        keep(current.settled(part, tracked, all));
    }

    /** The database of this name has rows of the import. */
    void shownBy(String database) {
        keep(current.shownBy(database));
        sure = sure.shownBy(database);
    }

    void found(Part part, Finding.Stored stored) {
        settled(
                part,
                part.requests().size() - stored.lacking().size(),
                stored.lacking().stream().map(Refusal::lacking).toList());
    }

    /** What was passed over since Matomo last took a part is not settled after all. */
    void back() {
        keep(sure);
    }

    void ended() {
        keep(current.ended());
    }

    private void keep(Checkpoint next) {
        file.write(next);
        current = next;
    }

    private static void prepare(Path refused, boolean anew) {
        try {
            if (anew) {
                Files.deleteIfExists(refused);
            }
            if (!Files.exists(refused)) {
                // it has addresses and ids of visitors
                Files.createFile(
                        refused, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot write " + refused + ": " + e, e);
        }
    }

    private void write(List<Refusal> refusals) {
        if (refused == null || refusals.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        try {
            for (Refusal refusal : refusals) {
                lines.append(JSON.writeValueAsString(refusal)).append('\n');
            }
            Files.writeString(refused, lines, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + refused, e);
        }
    }
}

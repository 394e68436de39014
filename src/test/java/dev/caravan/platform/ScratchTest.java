package dev.caravan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    private Path work;

    @Test
    void leavesTheFoldersOfAnInstanceThatRuns() {
        try (Scratch first = new Scratch(work);
                Scratch.Folder held = first.folder("item")) {
            new Scratch(work).close();

            assertThat(held.path()).isDirectory();
        }
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void clearsWhatAnInstanceThatEndedLeft() throws IOException {
        Path left = Files.createDirectories(work.resolve("instance-1/usage-7"));
        Files.writeString(left.resolve("events.parquet"), "half");
        Files.createFile(work.resolve("instance-1.lock"));

        try (Scratch scratch = new Scratch(work)) {
            assertThat(left).doesNotExist();
            assertThat(work.resolve("instance-1.lock")).doesNotExist();
            assertThat(scratch.folder("item").path()).isEmptyDirectory();
        }
    }
}

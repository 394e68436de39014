package dev.caravan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.Scratch;
import dev.caravan.run.Period;
import dev.caravan.run.TestLease;
import dev.caravan.run.WorkItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptLogTest {

    @TempDir
    private Path folder;

    @Test
    void isBoundedAndSaysWhatItLeftOut() throws IOException {
        WorkItem item = TestLease.of("usage", "3", Period.parse("2026-09")).item();
        try (Scratch scratch = new Scratch(folder)) {
            AttemptLog log = new AttemptLog(scratch.folder("log"), item, LocalDate.of(2026, 10, 1));
            byte[] line = ("{\"message\":\"" + "x".repeat(1_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 6; i++) {
                log.add(line);
            }
            log.end();
            log.add(line);

            List<String> lines = Files.readAllLines(log.file());
            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).endsWith("\"pipeline\":\"usage\",\"attempt\":\"1\"}");
            assertThat(lines.get(3)).contains("3 further lines are not kept");
            assertThat(log.key())
                    .startsWith("usage/year=2026/month=10/day=1/run=")
                    .endsWith("/item-1-attempt-1.jsonl");
        }
    }
}

package dev.caravan.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.PipelineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An input is cut into parts, none of its lines is lost")
class InputTest {

    private static final String GOOD = "?idsite=1&url=x\n";

    @TempDir
    private Path folder;

    @Test
    void numbersLinesAsAnEditorDoes() throws IOException {
        List<Part> parts = parts("\uFEFF" + GOOD + "\n  \r\nbad\n" + GOOD + "?idsite=1&url=last", 2);

        assertThat(parts).extracting(Part::to).containsExactly(5L, 6L);
        assertThat(parts.get(0).requests()).extracting(TrackingRequest::line).containsExactly(1L, 5L);
        assertThat(parts.get(0).refusals()).extracting(Refusal::line).containsExactly(4L);
        assertThat(parts.get(1).requests()).extracting(TrackingRequest::line).containsExactly(6L);
    }

    @Test
    void refusesLinesThatAreTooLongOrNoText() throws IOException {
        byte[] odd =
                ("?idsite=1&url=" + "x".repeat(70_000) + "\n?idsite=1&url=_\n" + GOOD).getBytes(StandardCharsets.UTF_8);
        odd[70_014 + 15] = (byte) 0xff;

        List<Part> parts = parts(Files.write(folder.resolve("odd"), odd), 10);

        assertThat(parts.get(0).refusals())
                .extracting(Refusal::reason)
                .containsExactly("longer than 65536 bytes", "not UTF-8");
        assertThat(parts.get(0).requests()).hasSize(1);
    }

    @Test
    void boundsAPartInBytes() throws IOException {
        String line = "?idsite=1&url=" + "x".repeat(60_000) + "\n";

        List<Part> parts = parts(line.repeat(30), 1000);

        assertThat(parts).hasSize(3);
        assertThat(parts.get(0).requests()).hasSize(12);
    }

    @Test
    void readsGzipAndGivesWhatCameBeforeItsSuddenEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 20_000; i++) {
                gzip.write(
                        ("?idsite=1&url=" + Integer.toHexString(i * 31 * 31) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        Path whole = Files.write(folder.resolve("whole"), bytes.toByteArray());
        assertThat(parts(whole, 1000)).hasSize(20);

        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
        List<Part> before = new ArrayList<>();
        try (Input input = new Input(cut)) {
            assertThatThrownBy(() -> input.parts(1000).forEach(before::add))
                    .isInstanceOf(PipelineException.Permanent.class)
                    .hasMessageStartingWith("import-input: ");
        }
        assertThat(before).isNotEmpty();
    }

    @Test
    void skipsWhatIsSettledAndGivesAPartAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("input"), GOOD.repeat(10));
        try (Input input = new Input(file)) {
            input.skipTo(4);
            assertThat(input.upTo(7).orElseThrow().requests())
                    .extracting(TrackingRequest::line)
                    .containsExactly(5L, 6L, 7L);
            assertThat(input.parts(10).iterator().next().requests()).hasSize(3);
        }
    }

    @Test
    void halvesAPartWithoutLosingALine() throws IOException {
        Part part = parts(GOOD + "bad\n" + GOOD + "bad\n" + GOOD + "\n", 10).get(0);

        assertThat(part.head().requests()).hasSize(1);
        assertThat(part.head().refusals()).isEmpty();
        assertThat(part.head().to()).isEqualTo(1);
        assertThat(part.tail().refusals()).extracting(Refusal::line).containsExactly(2L, 4L);
        assertThat(part.tail().to()).isEqualTo(6);
    }

    private List<Part> parts(String text, int size) throws IOException {
        return parts(Files.writeString(folder.resolve("input"), text), size);
    }

    private static List<Part> parts(Path file, int size) {
        List<Part> parts = new ArrayList<>();
        try (Input input = new Input(file)) {
            input.parts(size).forEach(parts::add);
        }
        return parts;
    }
}

package dev.caravan.visitfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.Digests;
import dev.caravan.platform.PipelineException;
import dev.caravan.visitfiles.DailyZip.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DailyZipTest {

    @TempDir
    private Path folder;

    private DailyZip zip;

    @BeforeEach
    void name() {
        zip = new DailyZip(folder.resolve("backup/backup_20130220.zip"));
    }

    private Path copy(String text) throws IOException {
        return Files.writeString(folder.resolve(Digests.sha256(List.of(text)) + ".copy"), text);
    }

    private static Member member(long id, String name, Path copy) throws IOException {
        return new Member(id, name, Digests.sha256(copy), Files.size(copy), "COMPLETADO", 3, 2, 1);
    }

    private DailyZip.Written add(long id, String name, String text) throws IOException {
        Path copy = copy(text);
        return zip.add(Map.of(member(id, name, copy), copy), () -> {});
    }

    private List<String> entries() throws IOException {
        try (ZipFile file = new ZipFile(zip.path().toFile())) {
            return new ArrayList<>(Collections.list(file.entries()).stream()
                    .map(ZipEntry::getName)
                    .toList());
        }
    }

    private String text(String entry) throws IOException {
        try (ZipFile file = new ZipFile(zip.path().toFile())) {
            return new String(file.getInputStream(file.getEntry(entry)).readAllBytes());
        }
    }

    @Test
    @DisplayName("A-56: two runs of the same day make one zip with two entries and a manifest")
    void growsWithEachRunOfItsDay() throws IOException {
        add(1, "report_1.txt", "one");

        DailyZip.Written written = add(2, "report_2.txt", "two");

        assertThat(written.entries()).isEqualTo(2);
        assertThat(written.sha256()).isEqualTo(Digests.sha256(zip.path()));
        assertThat(entries()).containsExactly("report_1.txt", "report_2.txt", "MANIFIESTO.csv");
        assertThat(text("report_1.txt")).isEqualTo("one");
        assertThat(text("MANIFIESTO.csv"))
                .isEqualTo("id_carga,nombre,sha256,bytes,estatus,filas_leidas,validas,error\r\n"
                        + "1,report_1.txt," + Digests.sha256(copy("one")) + ",3,COMPLETADO,3,2,1\r\n"
                        + "2,report_2.txt," + Digests.sha256(copy("two")) + ",3,COMPLETADO,3,2,1\r\n");
    }

    @Test
    @DisplayName("A.6.4: what a process that was killed has left of a zip is no obstacle, and no part of the next one")
    void beginsAnewAfterACrash() throws IOException {
        add(1, "report_1.txt", "one");
        Path part = Files.writeString(folder.resolve("backup/backup_20130220.zip.part"), "half of a zip");

        add(2, "report_2.txt", "two");

        assertThat(part).doesNotExist();
        assertThat(entries()).containsExactly("report_1.txt", "report_2.txt", "MANIFIESTO.csv");
        assertThat(text("report_2.txt")).isEqualTo("two");
    }

    @Test
    void isTheSameWhenAFileIsAddedAgain() throws IOException {
        add(1, "report_1.txt", "one");
        String before = text("MANIFIESTO.csv");

        assertThat(add(1, "report_1.txt", "one").entries()).isEqualTo(1);

        assertThat(entries()).containsExactly("report_1.txt", "MANIFIESTO.csv");
        assertThat(text("MANIFIESTO.csv")).isEqualTo(before);
    }

    @Test
    void keepsFilesOfOneNameApart() throws IOException {
        add(1, "report_1.txt", "one");

        DailyZip.Written written = add(2, "report_1.txt", "another");

        String second = "report_1.txt__" + Digests.sha256(copy("another")).substring(0, 8);
        assertThat(written.names()).containsEntry(1L, "report_1.txt").containsEntry(2L, second);
        assertThat(text(second)).isEqualTo("another");
        assertThat(text("report_1.txt")).isEqualTo("one");
    }

    @Test
    void staysAsItIsWhenACopyIsNotTheFileThatWasFetched() throws IOException {
        add(1, "report_1.txt", "one");
        String before = Digests.sha256(zip.path());
        Path copy = copy("two");
        Member member = member(2, "report_2.txt", copy);
        Files.writeString(copy, "tampered");

        assertThatThrownBy(() -> zip.add(Map.of(member, copy), () -> {}))
                .isInstanceOf(PipelineException.Transient.class)
                .hasMessageContaining("visitfiles-backup");

        assertThat(Digests.sha256(zip.path())).isEqualTo(before);
    }

    @Test
    void staysAsItIsWhenTheDayIsSomebodyElsesByThen() throws IOException {
        add(1, "report_1.txt", "one");
        String before = Digests.sha256(zip.path());
        Path copy = copy("two");
        Member member = member(2, "report_2.txt", copy);

        assertThatThrownBy(() -> zip.add(Map.of(member, copy), () -> {
                    throw new PipelineException.Abandoned("lost");
                }))
                .isInstanceOf(PipelineException.Abandoned.class);

        assertThat(Digests.sha256(zip.path())).isEqualTo(before);
    }

    @Test
    void isNotTrustedWhenItWasDamaged() throws IOException {
        add(1, "report_1.txt", "one");
        byte[] bytes = Files.readAllBytes(zip.path());
        bytes[44] ^= 1; // in the first file, after 30 bytes of header and its name
        Files.write(zip.path(), bytes);

        assertThatThrownBy(() -> add(2, "report_2.txt", "two")).hasMessageContaining("visitfiles-backup");
        assertThat(Files.readAllBytes(zip.path())).isEqualTo(bytes);
    }

    @Test
    void givesAFileBack() throws IOException {
        add(1, "report_1.txt", "one");
        add(2, "report_1.txt", "another");

        assertThat(zip.extract(2, folder.resolve("out"))).isTrue();
        assertThat(folder.resolve("out")).hasContent("another");
        assertThat(zip.extract(3, folder.resolve("out"))).isFalse();
        assertThat(new DailyZip(folder.resolve("none.zip")).extract(1, folder.resolve("out")))
                .isFalse();
    }
}

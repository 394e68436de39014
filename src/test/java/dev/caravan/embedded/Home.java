package dev.caravan.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project folder: system property {@code caravan.home}, else the current folder. */
final class Home {

    private Home() {}

    static Path folder() {
        return Path.of(System.getProperty("caravan.home", System.getProperty("user.dir")))
                .toAbsolutePath()
                .normalize();
    }

    /** A file of {@code src/test/servers}: what the servers' own processes run. */
    static Path script(String name) {
        Path script = folder().resolve("src/test/servers").resolve(name);
        if (!Files.isRegularFile(script)) {
            throw new ServerStartException(
                    "There is no " + script + "; is caravan.home the project folder? It is " + folder());
        }
        return script;
    }

    /** The folder for what the build and the first start prepare: class paths, MariaDB's binaries. */
    static Path prepared() {
        return folder().resolve("target/servers");
    }

    /** The class path of a server that runs in a JVM of its own, as the build left it. */
    static String classPath(String server) throws IOException {
        Path file = prepared().resolve(server + ".classpath");
        if (!Files.isRegularFile(file)) {
            throw new ServerStartException("There is no " + file + "; ./mvnw test-compile writes it");
        }
        String classPath = Files.readString(file).strip();
        for (String jar : classPath.split(File.pathSeparator)) {
            if (!Files.exists(Path.of(jar))) {
                throw new ServerStartException(
                        "There is no " + jar + ", which " + file + " names; ./mvnw clean test-compile fetches it");
            }
        }
        return classPath;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

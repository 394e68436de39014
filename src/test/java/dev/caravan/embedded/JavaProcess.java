package dev.caravan.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a server in a JVM of its own: all arguments are in a file, so that it stays short. */
final class JavaProcess {

    private static final String ARGUMENTS = "java.args";

    private JavaProcess() {}

    /** Writes the file of arguments into this folder. */
    static List<String> command(Path folder, String classPath, List<String> flags, List<String> program)
            throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> arguments = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 24) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        arguments.addAll(flags);
        arguments.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-cp", classPath));
        arguments.addAll(program);
        Files.write(
                folder.resolve(ARGUMENTS),
                arguments.stream().map(JavaProcess::quoted).toList());
        return List.of(Home.java(), mark(folder));
    }

    /** What only the process with this folder has on its command line. */
    static String mark(Path folder) {
        return "@" + folder.resolve(ARGUMENTS);
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

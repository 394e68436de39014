package dev.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("caravan demo")
class DemoIT {

    /** The demo's data are always the same, and so is what is counted. */
    private static final int DOCUMENTS = 4510;

    private @Nullable Process demo;

    @AfterEach
    void noProcess() {
        if (demo != null) {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }

    @Test
    void showsEverySiteAndEndsWithTheNumberOfDocuments() throws Exception {
        Path dir = Home.folder().resolve("target/it-demo");

        List<String> said = run("--exit", "--dir=" + dir);

        assertThat(demo().waitFor()).as(String.join("\n", said)).isZero();
        assertThat(said)
                .as("but for warnings, such as of servers that take their time")
                .filteredOn(line -> !line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z WARN .*"))
                .last()
                .isEqualTo(DOCUMENTS + " documents indexed");
        for (DemoSite site : DemoSites.ALL) {
            assertThat(said)
                    .anyMatch(line -> line.matches(" +" + site.idsite() + "  " + site.name() + " +" + site.type()
                            + "( +[0-9,]+){5} +[0-9.]+"));
        }
        assertThat(said).noneMatch(line -> line.contains("Exception"));
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info().arguments().map(List::of).orElse(List.of()).stream()
                                .anyMatch(argument -> argument.contains(dir.toString()))))
                .isEmpty();
        assertThat(dir.resolve("servers.properties")).doesNotExist();
    }

    @Test
    void refusesAFolderWithFilesOfOthersAndLeavesThemAlone(@TempDir Path dir) throws Exception {
        Path precious = Files.writeString(dir.resolve("thesis.txt"), "the only copy");

        List<String> said = run("--exit", "--dir=" + dir);

        assertThat(demo().waitFor()).isEqualTo(2);
        assertThat(said)
                .containsExactly("caravan: The demo empties its folder when it starts, and " + dir
                        + " holds files that are not a demo's. Give another --dir");
        assertThat(precious).hasContent("the only copy");
        assertThat(dir).isDirectoryNotContaining(path -> !path.equals(precious));
    }

    /** Runs the command in a JVM of its own, as the launcher does. */
    private List<String> run(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Home.java(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dcaravan.home=" + Home.folder(),
                        "-Dcaravan.log=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedCli.class.getName(),
                        "demo")
                .redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        demo = builder.start();
        return demo().inputReader().lines().toList();
    }

    private Process demo() {
        if (demo == null) {
            throw new AssertionError("The demo was not started");
        }
        return demo;
    }
}

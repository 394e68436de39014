package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.cli.CliInstallation.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadConfigurationIT {

    private static final String HEADER = "source_id,name,type,site_id,country_iso,identifier_map_type,"
            + "identifier_map_regex,identifier_map_filename\n";

    @TempDir
    private static Path folder;

    private static CliInstallation caravan;

    @BeforeAll
    static void install() throws Exception {
        caravan = new CliInstallation(folder);
        caravan.fill();
        assertThat(load("A::1,One,R,880001,CO,0,,").code()).isZero();
        Result done = caravan.run("run", "matomo", "--site", "880001", "--period", "2025-03");
        assertThat(done.code()).as(done.err()).isZero();
    }

    private static Result load(String... lines) throws IOException {
        Path file = Files.createTempFile(folder, "sources", ".csv");
        Files.writeString(file, HEADER + String.join("\n", lines) + "\n");
        return caravan.run(
                caravan.config(Map.of("usage.identifiers.map-dir", folder.toString())),
                "sources",
                "import",
                file.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usage.identifiers.pattern | ( | usage.identifiers.pattern",
                "usage.assets.patterns     | [ | usage.assets.patterns",
                "usage.robots.rule         | drop table x | usage.robots.rule",
                "profile                   | test | profile = test: expected one of dev, prod",
                "http.port                 | 0    | http.port = 0: expected a whole number from 1 to 65535",
                "http.max-body-bytes       | 99G  | http.max-body-bytes = 99G: expected a whole number",
                "http.request-timeout      | soon | http.request-timeout = soon: expected a duration",
                "api.tokn                  | x    | api.tokn is no setting of Caravan"
            })
    void endsTheStartWithTheSettingThatIsWrong(String key, String value, String sentence) {
        for (String command : new String[] {"serve", "status"}) {
            Result result = caravan.run(caravan.config(Map.of(key, value)), command);

            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).startsWith("caravan: ").contains(sentence).doesNotContain("Exception", "\tat ");
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void endsTheStartOfADaemonInProductionWithoutAToken() {
        Path config = caravan.config(Map.of("profile", "prod", "api.token", ""));

        Result refused = caravan.run(config, "serve");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("api.token is not set, and profile = prod needs it");
        assertThat(caravan.run(config, "status").code())
                .as("what needs no token")
                .isZero();
    }

    @Test
    void refusesASourceWhosePatternOrMapFileCannotBeUsed() throws IOException {
        Result regex = load("A::2,Two,R,880002,PE,1,(,");
        assertThat(regex.code()).isEqualTo(1);
        assertThat(regex.err()).startsWith("error: line 2 (A::2): ").doesNotContain("Exception", "\tat ");

        Result file = load("A::2,Two,R,880002,PE,2,,none.csv");
        assertThat(file.code()).isEqualTo(1);
        assertThat(file.err())
                .startsWith("error: line 2 (A::2): identifier_map_filename: ")
                .contains("none.csv");

        Result outside = load("A::2,Two,R,880002,PE,2,,../../etc/passwd");
        assertThat(outside.code()).isEqualTo(1);
        assertThat(outside.err()).startsWith("error: line 2 (A::2): ").doesNotContain("Exception", "\tat ");
        assertThat(caravan.run("sources", "list").out()).doesNotContain("Two");
    }

    @Test
    void killsOnlyTheItemWhoseMapFileIsGone() throws IOException {
        Path map = Files.writeString(folder.resolve("map.csv"), "a,b\n");
        assertThat(load("A::3,Three,R,880003,BR,2,,map.csv").code()).isZero();
        Files.delete(map);
        Path config = caravan.config(Map.of("usage.identifiers.map-dir", folder.toString()));
        assertThat(caravan.run(config, "run", "matomo", "--period", "2025-03").code())
                .isIn(0, 3);

        Result result = caravan.run(config, "run", "usage", "--period", "2025-03");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("usage 880003 2025-03 DEAD: source-map: ")
                .doesNotContain("usage 880001");
        assertThat(caravan.run(config, "dead-letters").out())
                .startsWith("1 dead letters:")
                .contains("source-map");
        Result lint = caravan.run(config, "sources", "lint");
        assertThat(lint.code()).isEqualTo(1);
        assertThat(lint.err()).contains("(A::3): identifier_map_filename: ");
    }

    @ParameterizedTest
    @CsvSource({"401, 2025-03-05", "403, 2025-03-06"})
    void killsTheItemThatOpenSearchDenies(int status, String day) throws IOException {
        HttpServer denies = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        denies.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        denies.start();
        try {
            Path config = caravan.config(Map.of(
                    "opensearch.url", "http://127.0.0.1:" + denies.getAddress().getPort(),
                    "opensearch.user", "caravan",
                    "opensearch.password", "open-sesame-secret"));
            Result result = caravan.run(config, "run", "usage", "--site", "880001", "--period", day);

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err())
                    .contains("usage 880001 " + day + " DEAD: opensearch-denied: ")
                    .doesNotContain("open-sesame-secret", "\tat ");
        } finally {
            denies.stop(0);
        }
    }
}

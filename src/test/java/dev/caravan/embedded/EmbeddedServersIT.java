package dev.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.embedded.EmbeddedServers.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@DisplayName("The embedded servers")
class EmbeddedServersIT {

    private final Path dir = Home.folder().resolve("target/it-servers");

    @BeforeEach
    void emptyFolder() throws IOException {
        PrivateFiles.deleteFolder(dir);
    }

    @Test
    void keepTheirDataOverARestart() throws Exception {
        try (EmbeddedServers servers = EmbeddedServers.start(dir, EnumSet.allOf(Kind.class), line -> {})) {
            sql(servers.properties(), "CREATE TABLE greeting (id INT PRIMARY KEY, words VARCHAR(20))");
            sql(servers.properties(), "INSERT INTO greeting VALUES (1, 'olá 👋')");
            try (S3Client s3 = client(servers.s3(), servers.s3().secretKey())) {
                s3.putObject(put -> put.bucket("caravan").key("usage/a=1/part"), RequestBody.fromString("wheat"));
            }
            http("PUT", servers.openSearch().url() + "/usage", "{}");
            http("PUT", servers.openSearch().url() + "/usage/_doc/1", "{\"views\": 7}");
        }

        try (EmbeddedServers servers = EmbeddedServers.start(dir, EnumSet.allOf(Kind.class), line -> {})) {
            assertThat(word(servers.properties())).isEqualTo("olá 👋");
            try (S3Client s3 = client(servers.s3(), servers.s3().secretKey())) {
                assertThat(s3.getObjectAsBytes(get -> get.bucket("caravan").key("usage/a=1/part"))
                                .asUtf8String())
                        .isEqualTo("wheat");
            }
            assertThat(http("GET", servers.openSearch().url() + "/usage/_source/1", ""))
                    .isEqualTo("{\"views\": 7}");
        }
    }

    @Test
    void refuseAWrongKeyAndAWrongPassword() {
        S3Server server = EmbeddedServers.shared().s3();
        Properties properties = EmbeddedServers.shared().properties();
        String url = properties.getProperty("ledger.jdbc.url");

        try (S3Client s3 = client(server, "wrong")) {
            assertThatThrownBy(s3::listBuckets)
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
        for (String user : Set.of("caravan", "root", "")) {
            assertThatThrownBy(() -> DriverManager.getConnection(url, user, ""))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Access denied");
        }
    }

    @Test
    void comeBackOnTheSamePort() throws Exception {
        EmbeddedServers servers = EmbeddedServers.shared();
        Properties properties = servers.properties();

        servers.mariaDb().stop();
        assertThatThrownBy(() -> sql(properties, "SELECT 1")).isInstanceOf(SQLException.class);
        servers.mariaDb().start();
        sql(properties, "SELECT 1");

        servers.s3().stop();
        servers.s3().start();
        try (S3Client s3 = client(servers.s3(), servers.s3().secretKey())) {
            assertThat(s3.listBuckets().buckets())
                    .extracting(bucket -> bucket.name())
                    .contains("caravan");
        }
    }

    @Test
    void haveAllSettings() {
        assertThat(EmbeddedServers.shared().properties())
                .containsOnlyKeys(
                        "matomo.jdbc.url",
                        "matomo.jdbc.user",
                        "matomo.jdbc.password",
                        "ledger.jdbc.url",
                        "ledger.jdbc.user",
                        "ledger.jdbc.password",
                        "s3.endpoint",
                        "s3.bucket",
                        "s3.prefix",
                        "s3.access-key",
                        "s3.secret-key",
                        "opensearch.url",
                        "opensearch.index-prefix",
                        "api.token",
                        "http.port",
                        "management.port");
    }

    @Test
    void loadDumpsInTheirOrderAndNameTheLineThatFails() throws Exception {
        MariaDbServer database = EmbeddedServers.shared().mariaDb();
        Path schema = Files.createDirectories(dir).resolve("1.sql");
        Path rows = dir.resolve("2.sql.gz");
        Path broken = dir.resolve("3.sql");
        Files.writeString(schema, "/*M!999999\\- enable the sandbox mode */ \nCREATE TABLE t (a BLOB);\n");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(rows))) {
            gzip.write("INSERT INTO t VALUES ('\\0;\\r\\n'), ('ñ');\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(broken, "SELECT 1;\nINSERT INTO t\nVALUES (1, 2);\n" + "SELECT 2;\n".repeat(100_000));
        database.createDatabase("dumps");

        database.load(schema, "dumps");
        database.load(rows, "dumps");

        assertThat(database.tables("dumps")).isEqualTo(1);
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl("dumps"), database.user(), database.password());
                ResultSet count = connection
                        .createStatement()
                        .executeQuery("SELECT group_concat(hex(a) ORDER BY length(a)) FROM t")) {
            count.next();
            assertThat(count.getString(1)).isEqualTo("C3B1,003B0D0A");
        }
        assertThatThrownBy(() -> database.load(broken, "dumps"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("3.sql", "ERROR 1136", "at line 2");
    }

    @Test
    void shareNoFolder() {
        try (EmbeddedServers first = EmbeddedServers.start(dir, Set.of(Kind.S3), line -> {})) {
            assertThat(first.s3().endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> EmbeddedServers.start(dir, Set.of(Kind.S3), line -> {}))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("Servers are running on " + dir);
            assertThatThrownBy(first::mariaDb).hasMessageContaining("MARIADB was not among the servers to start");
        }
    }

    @Test
    void sayWhyOneDoesNotStart() throws IOException {
        Files.createDirectories(dir.resolve("mariadb/data"));

        assertThatThrownBy(() -> EmbeddedServers.start(dir, Set.of(Kind.MARIADB), line -> {}))
                .isInstanceOf(ServerStartException.class)
                .hasMessageStartingWith("MariaDB ended with exit code 1. Last lines of ")
                .hasMessageContaining("Table 'mysql.");
    }

    static void sql(Properties properties, String sql) throws SQLException {
        try (Connection connection = connect(properties);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String word(Properties properties) throws SQLException {
        try (Connection connection = connect(properties);
                ResultSet rows = connection.createStatement().executeQuery("SELECT words FROM greeting")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(Properties properties) throws SQLException {
        return DriverManager.getConnection(
                properties.getProperty("ledger.jdbc.url"),
                properties.getProperty("ledger.jdbc.user"),
                properties.getProperty("ledger.jdbc.password"));
    }

    private static S3Client client(S3Server server, String secretKey) {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(server.accessKey(), secretKey)))
                .build();
    }

    private static String http(String method, String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return response.body();
    }
}

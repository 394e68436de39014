package dev.caravan.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A config.ini of the original becomes our settings")
class LaReferenciaConfigTest {

    @TempDir
    private Path folder;

    @Test
    void saysTheSameInSettingsThatLoad() throws IOException {
        Translation translation = LaReferenciaConfig.translate(model());
        Path file = Files.writeString(folder.resolve("ours.properties"), translation.file());

        Settings settings = Settings.load(List.of(file));

        assertThat(translation.problems()).isEmpty();
        assertThat(settings.matomo().jdbcUrl()).isEqualTo("jdbc:mysql://matomo-db.example.org:3306/matomo");
        assertThat(settings.matomo().user()).isEqualTo("reader");
        assertThat(settings.dataset().bucket()).isEqualTo("stats-bucket");
        assertThat(settings.dataset().prefix()).isEqualTo("usage/v2");
        assertThat(settings.runLogs().prefix()).isEqualTo("logs");
        assertThat(settings.search().url()).hasToString("https://search.example.org:9200");
        assertThat(settings.search().user()).isEqualTo("writer");
        assertThat(settings.search().indexPrefix()).isEqualTo("usage-stats");
        assertThat(translation.properties())
                .containsEntry("usage.compat", "v1.0")
                .containsEntry(
                        "usage.robots.rule",
                        "visit_total_actions <= 10 or (visit_total_actions > 10 and visit_total_actions < 100"
                                + " and avg_action_time > 2)")
                .containsEntry("usage.assets.v1-pattern", "^(?:^.\\.[a-z]{3}\\.(jpg|png)$|^\\.jpeg\\.(jpg|png)$)");
    }

    @Test
    void writesNoSecretButTheVariableThatHoldsIt() throws IOException {
        Translation translation = LaReferenciaConfig.translate(model());

        assertThat(translation.file())
                .contains("matomo.jdbc.password = {{env:MATOMO_PASSWORD:}}")
                .contains("opensearch.password = {{env:OPENSEARCH_PASSWORD:}}")
                .contains("export OPENSEARCH_PASSWORD=… with the value of OUTPUT.ELASTIC_URL's password")
                .doesNotContain("secret", "pa%", "w@rd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[GENERAL]\\nACTIONS = views | GENERAL.ACTIONS has another value than",
                "[LABELS]\\nCOUNTRY = land | LABELS.COUNTRY has another value than country",
                "[S3_STATS]\\nVISITS_PATH = a/v\\nEVENTS_PATH = b/e | S3_STATS.VISITS_PATH and .EVENTS_PATH must be",
                "[OUTPUT]\\nELASTIC_URL = nonsense of /a?b | OUTPUT.ELASTIC_URL is no scheme://",
                "[MATOMO_DB]\\nHOST = a/b?x=y\\nDATABASE = d | MATOMO_DB.HOST and .DATABASE are no host",
                "[S3_LOGS]\\nLOGS_PATH = other/logs | S3_LOGS.LOGS_PATH is no folder of the bucket",
                "[OPENSEARCH]\\nHOST = a/b\\nPORT = 9200 | OPENSEARCH.HOST and .PORT are no host and port",
                "[OPENSEARCH]\\nHOST = h | OPENSEARCH.HOST and .PORT are no host and port",
                "[CORS]\\nFILENAME = origins.txt | CORS.FILENAME: add the origins of that file",
                "[CORS]\\nENABLED = true\\nALLOWED_ORIGINS = example.org | CORS.ALLOWED_ORIGINS has what is no origin",
                "[CORS]\\nTRACK_ORIGINS = true\\nTRACK_ORIGINS_FILE = f | CORS.TRACK_ORIGINS: the origins that ask",
                "[OUTPUT]\\nINDEX_PREFIX = a\\n[USAGE_STATS_INDEX]\\nINDEX_PREFIX = b | opensearch.index-prefix: keys of the file",
                "[NEW]\\nKEY = x | NEW.KEY is no key of the original's"
            })
    void namesWhatIsLost(String ini, String problem) {
        assertThat(LaReferenciaConfig.translate(ini.replace("\\n", "\n")).problems())
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "http://h, http://h:80",
        "https://h, https://h:443",
        "h:9200, http://h:9200",
        "https://u:p@h:1, https://h:1"
    })
    void readsTheAddressAsTheOriginalDoes(String url, String ours) {
        assertThat(LaReferenciaConfig.translate("[OUTPUT]\nELASTIC_URL = " + url)
                        .properties())
                .containsEntry("opensearch.url", ours);
    }

    @Test
    void translatesTheFileOfTheRestService() throws IOException {
        Translation translation = LaReferenciaConfig.translate("""
                [OPENSEARCH]
                HOST = search.example.org
                PORT = 9200
                SSL = True
                USER = reader
                PASSWORD = verysecret
                [USAGE_STATS_DB]
                SQLALCHEMY_DATABASE_URI = mysql+pymysql://user:verysecret@db.example.org/stats
                HELPER_REFRESH_SECONDS = 300
                [USAGE_STATS_INDEX]
                INDEX_PREFIX = usage-stats
                [CORS]
                ENABLED = true
                ALLOWED_ORIGINS = https://www.example.org/, http://localhost:3000
                TRACK_ORIGINS = false
                """);
        Path file = Files.writeString(folder.resolve("service.properties"), translation.file());

        Settings settings = Settings.load(List.of(file));

        assertThat(translation.problems()).isEmpty();
        assertThat(settings.search().url()).hasToString("https://search.example.org:9200");
        assertThat(settings.search().user()).isEqualTo("reader");
        assertThat(settings.search().indexPrefix()).isEqualTo("usage-stats");
        assertThat(settings.reports().origins()).containsExactly("https://www.example.org", "http://localhost:3000");
        assertThat(translation.file())
                .contains(
                        "opensearch.password = {{env:OPENSEARCH_PASSWORD:}}", "# USAGE_STATS_DB.HELPER_REFRESH_SECONDS")
                .doesNotContain("verysecret", "usage.compat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "ENABLED = true\\nALLOWED_ORIGINS = * | *",
                "ENABLED = on\\nALLOWED_ORIGINS = https://a.org https://b.org | https://a.org,https://b.org",
                "ENABLED = false\\nALLOWED_ORIGINS = * | none",
                "ALLOWED_ORIGINS = * | none",
                "ENABLED = false\\nFILENAME = f | none"
            })
    void opensToTheOriginsOfTheRestServiceWhenItDid(String cors, @Nullable String origins) {
        Translation translation = LaReferenciaConfig.translate("[CORS]\n" + cors.replace("\\n", "\n"));

        assertThat(translation.properties().get("reports.cors.origins")).isEqualTo(origins);
        assertThat(translation.problems()).isEmpty();
    }

    @Test
    void readsWhatConfigparserReads() {
        String text = "[DEFAULT]\nbase = b/x\n[A]\n# comment\n  ; comment\nK1=v%%1\nk2 : 2 # 3\nlong = one\n   two\n\n"
                + "   three\n\nref = %(base)s/y\nempty =\n";

        assertThat(PythonIni.parse(text).values())
                .isEqualTo(Map.of(
                        "A.BASE", "b/x",
                        "A.K1", "v%1",
                        "A.K2", "2 # 3",
                        "A.LONG", "one\ntwo\n\nthree",
                        "A.REF", "b/x/y",
                        "A.EMPTY", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = b | line 1 comes before any [section]",
                "[A]\\nnothing | line 2 has no key = value",
                "[A]\\nk = 1\\nK = 2 | line 3: the section has k twice",
                "[A]\\n[A] | line 2: there is a section A before",
                "[A]\\nk = 50% | A.K has a % that is not doubled",
                "[A]\\nk = %(none)s | A.K has a % that is not doubled",
                "[A]\\nk = %(k)s | A.K has a % that is not doubled"
            })
    void refusesWhatConfigparserRefuses(String text, String reason) {
        assertThatThrownBy(() -> PythonIni.parse(text.replace("\\n", "\n")).values())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }

    private static String model() throws IOException {
        try (InputStream in = LaReferenciaConfigTest.class.getResourceAsStream("/migration/config.ini")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

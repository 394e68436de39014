package dev.caravan.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.alerts.AlertMessage.Kind;
import dev.caravan.platform.Config;
import dev.caravan.platform.ConfigException;
import dev.caravan.platform.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {

    private static final Instant OPENED = Instant.parse("2026-09-20T02:30:00Z");

    @TempDir
    private Path folder;

    @Test
    void aTextFromDataStaysOnItsLine() {
        assertThat(Texts.line("Alfa\r\nBcc: all@example.org\u0000\u2028\u202Eend \n", 200))
                .isEqualTo("Alfa Bcc: all@example.org end");
        assertThat(Texts.line("x".repeat(300), 200)).hasSize(200).endsWith("…");
    }

    @Test
    void noDataMakesASecondHeader() throws IOException {
        AlertMessage message =
                message(Kind.OPENED, "usage of site 7 (A\r\nBcc: all@example.org\r\n\r\nHi) jumps", null);

        Map<String, String> headers = Mail.headers(message, settings("alerts.mail.to = a@example.org, b@example.org"));

        assertThat(headers)
                .containsEntry("Subject", "[Caravan] usage of site 7 (A Bcc: all@example.org Hi) jumps")
                .containsEntry("To", "a@example.org, b@example.org");
        assertThat(headers.values()).noneMatch(value -> value.matches("(?s).*[\\r\\n].*"));
    }

    @Test
    void aListStopsAfterTenAndSaysHowManyMore() {
        List<String> lines = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> "site " + number)
                .toList();

        assertThat(Texts.listed(lines, 12))
                .contains("  site 10\n")
                .doesNotContain("site 11")
                .endsWith("  and 2 more\n");
        assertThat(Texts.listed(lines.subList(0, 1), 1)).isEqualTo("  site 1\n");
    }

    @Test
    void aFailureIsToldWithoutAddresses() {
        Throwable refused = new IllegalStateException(
                "outer", new IOException("550 <ops@example.org> unknown, see https://hooks.example.org/T0K3N\r\nbye"));

        assertThat(Texts.failure(refused)).isEqualTo("IOException: 550 *** unknown, see *** bye");
    }

    @Test
    void theSignatureIsTheKnownHmacOfTimestampDotBody() {
        // RFC 4231, test case 2
        assertThat(Webhook.hmac(new Secret("Jefe"), "what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");

        AlertMessage message = message(Kind.OPENED, "title", null);
        Map<String, String> headers =
                Webhook.headers(message, "{}", new Secret("s"), Instant.ofEpochSecond(1_789_000_000));

        assertThat(headers)
                .containsEntry("X-Caravan-Timestamp", "1789000000")
                .containsEntry("X-Caravan-Signature", "sha256=" + Webhook.hmac(new Secret("s"), "1789000000.{}"))
                .containsEntry("X-Caravan-Delivery", "0001.opened");
    }

    @Test
    void theWebhooksBodySaysAllOfTheAlert() throws IOException {
        JsonNode body = new ObjectMapper()
                .readTree(Webhook.body(message(Kind.RECOVERED, "a \"title\"", OPENED.plusSeconds(60))));

        assertThat(body.properties().stream().map(Map.Entry::getKey))
                .containsExactly("id", "kind", "rule", "cause", "pipeline", "title", "text", "openedAt", "recoveredAt");
        assertThat(body.get("kind").asText()).isEqualTo("recovered");
        assertThat(body.get("title").asText()).isEqualTo("a \"title\"");
        assertThat(body.get("openedAt").asText()).isEqualTo("2026-09-20T02:30:00Z");
        assertThat(body.get("recoveredAt").asText()).isEqualTo("2026-09-20T02:31:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alerts.mail.from =                    | alerts.mail.to needs alerts.mail.from and",
                "alerts.mail.smtp.host =               | alerts.mail.to needs alerts.mail.from and",
                "alerts.mail.smtp.host = a?b=c         | alerts.mail.smtp.host: expected the name of a host",
                "alerts.mail.to = Ops <ops@x.org>      | alerts.mail.to: expected addresses",
                "alerts.mail.from = caravan            | alerts.mail.from: expected an address",
                "alerts.mail.smtp.tls = maybe          | expected one of starttls, smtps, none",
                "alerts.webhook.url = http://x.org/    | alerts.webhook.url needs alerts.webhook.secret",
                "alerts.webhook.url = ftp://x.org/     | alerts.webhook.url = ftp://x.org/: expected a URL http(s)",
                "alerts.webhook.url = https:           | alerts.webhook.url = https:: expected a URL http(s)"
            })
    void settingsThatAreNotCompleteTogetherAreAProblem(String line, String problem) throws IOException {
        Config config = config(line);

        AlertSettings.from(config);

        assertThat(catchThrowableOfType(ConfigException.class, config::check)).hasMessageContaining(problem);
    }

    @Test
    void withoutAReceiverThereIsNoChannel() throws IOException {
        assertThat(settings("alerts.mail.to =").channels()).isEmpty();
        assertThat(settings("").channels()).containsExactly(Channel.MAIL);
        assertThat(settings("alerts.webhook.url = http://x.org/\nalerts.webhook.secret = s")
                        .channels())
                .containsExactly(Channel.MAIL, Channel.WEBHOOK);
    }

    private AlertSettings settings(String line) throws IOException {
        Config config = config(line);
        AlertSettings settings = AlertSettings.from(config);
        config.check();
        return settings;
    }

    private Config config(String line) throws IOException {
        Path good = Files.writeString(folder.resolve("good.properties"), """
                alerts.mail.to = ops@example.org
                alerts.mail.from = caravan@example.org
                alerts.mail.smtp.host = localhost
                """);
        Path changed = Files.writeString(folder.resolve("changed.properties"), line);
        return Config.load(folder, List.of(good, changed));
    }

    private static AlertMessage message(Kind kind, String title, @Nullable Instant recovered) {
        return new AlertMessage(
                "0001", kind, "figures", "figures/7/2026-09", "usage", title, "text\n", OPENED, recovered);
    }
}

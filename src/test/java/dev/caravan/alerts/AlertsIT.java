package dev.caravan.alerts;

import static dev.caravan.alerts.AlertBench.subject;
import static dev.caravan.alerts.AlertBench.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.alerts.Receiver.Request;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent, to a real SMTP server and a real HTTP receiver. */
class AlertsIT {

    private static final String MESSAGE = "matomo-schema: No table matomo_log_visit\r\nBcc: all@example.org";

    @TempDir
    private Path folder;

    private AlertBench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new AlertBench("alerts", folder, "none");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private void tenDeadItems() {
        for (int site = 1; site <= 12; site++) {
            bench.dead("matomo", site, "2026-09-01", "matomo-schema", MESSAGE);
        }
    }

    @Test
    void manyDeadItemsOfOneCodeAreOneMailAndOneWebhook() throws Exception {
        tenDeadItems();

        bench.watch(bench.alerts());
        bench.watch(bench.alerts());
        bench.dead("matomo", 99, "2026-09-02", "matomo-schema", MESSAGE);
        bench.watch(bench.alerts());

        assertThat(bench.mails()).hasSize(1);
        assertThat(bench.mailbox("boss+caravan@example.net")).hasSize(1);
        MimeMessage mail = bench.mails().get(0);
        assertThat(subject(mail)).isEqualTo("[Caravan] 12 items of matomo dead: matomo-schema");
        assertThat(text(mail))
                .contains("  site 12 2026-09-01\n", "  site 3 2026-09-01\n", "  and 2 more\n")
                .contains("  matomo-schema: No table matomo_log_visit Bcc: all@example.org\n")
                .contains("docs/errors.md", "caravan retry ID")
                .doesNotContain("site 2 2026", "pass word", "s3cret");
        assertThat(mail.getHeader("To", ", ")).isEqualTo("ops@example.org, boss+caravan@example.net");
        assertThat(mail.getHeader("From", ", ")).isEqualTo("caravan@example.org");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getHeader("Auto-Submitted", ", ")).isEqualTo("auto-generated");
        assertThat(mail.getSentDate()).isNotNull();
        assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");

        assertThat(bench.receiver.requests).hasSize(1);
        Request request = bench.receiver.requests.get(0);
        assertThat(request.path()).isEqualTo("/hook/t0ken?a=b");
        JsonNode body = new ObjectMapper().readTree(request.body());
        assertThat(body.get("kind").asText()).isEqualTo("opened");
        assertThat(body.get("cause").asText()).isEqualTo("dead-letters/matomo/matomo-schema");
        assertThat(body.get("title").asText()).isEqualTo("12 items of matomo dead: matomo-schema");
        assertThat(mail.getMessageID()).isEqualTo("<" + body.get("id").asText() + ".opened@caravan>");
        assertThat(request.headers())
                .containsEntry("x-caravan-delivery", body.get("id").asText() + ".opened")
                .containsEntry("content-type", "application/json")
                .containsEntry(
                        "x-caravan-signature",
                        "sha256="
                                + Webhook.hmac(
                                        bench.settings.webhookSecret(),
                                        request.headers().get("x-caravan-timestamp") + "." + request.body()));
        assertThat(request.headers().keySet())
                .filteredOn(name -> !name.startsWith("x-caravan-"))
                .isSubsetOf("accept-encoding", "connection", "content-length", "content-type", "host", "user-agent");
    }

    @Test
    void anotherCodeIsAnotherMessageAndSoIsTheRecovery() {
        tenDeadItems();
        bench.watch(bench.alerts());

        bench.dead("usage", 1, "2026-08", "engine-sql", "engine-sql: no such column");
        bench.watch(bench.alerts());
        bench.sql.update("update dead_letter set resolution = 'DISCARDED' where code = 'matomo-schema'");
        bench.watch(bench.alerts());
        bench.watch(bench.alerts());

        assertThat(bench.mails())
                .extracting(AlertBench::subject)
                .containsExactly(
                        "[Caravan] 12 items of matomo dead: matomo-schema",
                        "[Caravan] 1 item of usage dead: engine-sql",
                        "[Caravan] Recovered: 12 items of matomo dead: matomo-schema");
        assertThat(text(bench.mails().get(2))).contains("This is over", "Since: ", "Recovered: 20");
        assertThat(bench.receiver.requests).extracting(AlertsIT::kind).containsExactly("opened", "opened", "recovered");
        assertThat(bench.openCauses()).containsExactly("dead-letters/usage/engine-sql");
    }

    @Test
    void anItemThatIsOpenedAgainHasNotRecoveredUntilItIsDone() {
        long item = bench.dead("matomo", 1, "2026-09-01", "matomo-schema", MESSAGE);
        bench.watch(bench.alerts());

        bench.resolve("RETRIED", "READY");
        bench.watch(bench.alerts());
        bench.sql.update("update work_item set state = 'DEAD'");
        bench.letter(item, "matomo-schema", MESSAGE);
        bench.watch(bench.alerts());

        assertThat(bench.mails()).hasSize(1);

        bench.resolve("RETRIED", "DONE");
        bench.watch(bench.alerts());

        assertThat(bench.mails())
                .extracting(AlertBench::subject)
                .last()
                .isEqualTo("[Caravan] Recovered: 1 item of matomo dead: matomo-schema");
        // done, and ready again for another reason
        bench.sql.update("update work_item set state = 'READY', done_at = utc_timestamp(6)");
        bench.watch(bench.alerts());
        assertThat(bench.mails()).hasSize(2);
    }

    @Test
    void aMailServerThatIsDownDelaysOnlyTheMail() {
        bench.stopMail();
        tenDeadItems();
        bench.watch(bench.alerts());
        bench.watch(bench.alerts());

        assertThat(bench.receiver.requests).hasSize(1);
        assertThat(bench.sql.queryForMap("select * from alert_message where channel = 'MAIL'"))
                .containsEntry("tries", 1)
                .containsEntry("sent_at", null)
                .hasEntrySatisfying(
                        "last_error", error -> assertThat(error).asString().startsWith("ConnectException"));

        bench.resolve("DISCARDED", "DEAD");
        bench.watch(bench.alerts());
        assertThat(bench.receiver.requests).extracting(AlertsIT::kind).containsExactly("opened", "recovered");

        bench.startMail();
        bench.outbox.deliver();
        assertThat(bench.mails()).as("the next try is not due yet").isEmpty();
        bench.due();
        bench.outbox.deliver();
        bench.due();
        bench.outbox.deliver();

        assertThat(bench.mails())
                .extracting(AlertBench::subject)
                .containsExactly(
                        "[Caravan] 12 items of matomo dead: matomo-schema",
                        "[Caravan] Recovered: 12 items of matomo dead: matomo-schema");
        assertThat(bench.receiver.requests).hasSize(2);
    }

    @Test
    void aReceiverThatFailsStallsOrSendsElsewhereIsTriedAgainWithTheSameId() throws Exception {
        bench.close();
        bench = new AlertBench("alerts", folder, "none", "8s");
        tenDeadItems();
        bench.receiver.answers(500);
        bench.watch(bench.alerts());
        assertThat(error()).contains("500").doesNotContain("t0ken");

        bench.receiver.answers(302);
        bench.due();
        bench.outbox.deliver();
        assertThat(error()).contains("302");

        bench.receiver.stalls();
        bench.due();
        bench.outbox.deliver();
        assertThat(error()).startsWith("SocketTimeoutException");

        bench.receiver.answers(200);
        bench.due();
        bench.outbox.deliver();
        bench.due();
        bench.outbox.deliver();

        assertThat(bench.mails()).hasSize(1);
        assertThat(bench.receiver.requests).hasSize(4).extracting(Request::path).containsOnly("/hook/t0ken?a=b");
        assertThat(bench.receiver.requests)
                .extracting(request -> request.headers().get("x-caravan-delivery"))
                .containsOnly(bench.receiver.requests.get(0).headers().get("x-caravan-delivery"));
        assertThat(bench.sql.queryForMap("select * from alert_message where channel = 'WEBHOOK'"))
                .containsEntry("tries", 4)
                .containsEntry("last_error", null);
    }

    private String error() {
        return bench.sql.queryForObject("select last_error from alert_message where channel = 'WEBHOOK'", String.class);
    }

    @Test
    void nothingIsSentInTheClearToAServerWithoutStarttls() throws Exception {
        bench.close();
        bench = new AlertBench("alerts", folder, "starttls");
        tenDeadItems();
        bench.watch(bench.alerts());

        assertThat(bench.mails()).isEmpty();
        assertThat(bench.sql.queryForObject(
                        "select last_error from alert_message where channel = 'MAIL'", String.class))
                .contains("STARTTLS is required");
    }

    @Test
    void theWaitDoublesUpToAnHour() {
        bench.stopMail();
        tenDeadItems();
        bench.watch(bench.alerts());
        List<Long> waits = new ArrayList<>();
        for (int tries = 1; tries <= 8; tries++) {
            bench.due();
            bench.sql.update("update alert_message set not_before = utc_timestamp(6), tries = ?", tries);
            bench.outbox.deliver();
            waits.add(bench.sql.queryForObject(
                    "select round(timestampdiff(second, utc_timestamp(6), not_before) / 60) from alert_message"
                            + " where channel = 'MAIL'",
                    Long.class));
        }

        assertThat(waits).containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void twoInstancesAtOnceSendOneMessage() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 1; round <= 10; round++) {
                bench.dead("matomo", 1, "2026-08-%02d".formatted(round), "code-" + round, "message");
                CyclicBarrier together = new CyclicBarrier(2);
                Callable<Void> instance = () -> {
                    Alerts alerts = bench.alerts();
                    Outbox outbox = bench.outbox();
                    together.await();
                    alerts.evaluate();
                    together.await();
                    outbox.deliver();
                    return null;
                };
                for (Future<Void> done : threads.invokeAll(List.of(instance, instance))) {
                    done.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(bench.mails()).extracting(AlertBench::subject).hasSize(10).doesNotHaveDuplicates();
        assertThat(bench.receiver.requests).hasSize(10);
    }

    @Test
    void aMessageThatNobodyCouldTakeForAWeekIsNotSentAnyMore() {
        bench.stopMail();
        tenDeadItems();
        bench.watch(bench.alerts());
        bench.sql.update("update alert_message set created_at = date_sub(created_at, interval 8 day)");
        bench.startMail();
        bench.due();
        bench.outbox.deliver();
        bench.resolve("DISCARDED", "DEAD");
        bench.watch(bench.alerts());

        assertThat(bench.mails()).as("nor a recovery of what was never told").isEmpty();
        assertThat(bench.receiver.requests).hasSize(2);
    }

    private static String kind(Request request) {
        try {
            return new ObjectMapper().readTree(request.body()).get("kind").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

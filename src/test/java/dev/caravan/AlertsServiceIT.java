package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.embedded.FreePorts;
import dev.caravan.embedded.TestService;
import dev.caravan.embedded.Until;
import dev.caravan.run.LedgerPages;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class AlertsServiceIT {

    @TempDir
    private Path folder;

    @Test
    void theDaemonTellsOfAnItemThatDiedByMailAndWebhook() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        ServerSetup smtp = new ServerSetup(FreePorts.next(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        smtp.setServerStartupTimeout(Until.LIMIT.toMillis());
        GreenMail mails = new GreenMail(smtp);
        mails.start();
        try (TestService service = new TestService("alertsservice", folder)
                .with("alerts.cron", "* * * * * ?")
                // one that is told twice, since its answer came late, would be one too many
                .with("alerts.timeout", "15m")
                .with("alerts.mail.to", "ops@example.org")
                .with("alerts.mail.from", "caravan@example.org")
                .with("alerts.mail.smtp.host", "127.0.0.1")
                .with("alerts.mail.smtp.port", Integer.toString(mails.getSmtp().getPort()))
                .with("alerts.mail.smtp.tls", "none")
                .with(
                        "alerts.webhook.url",
                        "http://127.0.0.1:" + receiver.getAddress().getPort())
                .with("alerts.webhook.secret", "s3cret")
                .with("matomo.cron", "* * * * * ?")
                .with("matomo.days-back", "3")) {
            // Matomo's database is empty: each of the three days dies at once
            service.sources("source_id,name,type,site_id,country_iso", "TEST::31,Test,R,31,BR");

            service.serve();

            Until.holds("a mail has come", () -> mails.getReceivedMessages().length > 0);
            Until.holds("a request has come", () -> !requests.isEmpty());
            Until.holds(
                    "all days are dead",
                    () -> new LedgerPages(service.components().database())
                                    .deadLetters("", "", "", Long.MAX_VALUE, 10)
                                    .size()
                            >= 3);
            assertThat(mails.getReceivedMessages()[0].getSubject())
                    .matches("\\[Caravan] \\d items? of matomo dead: .*");
            assertThat(requests.get(0)).contains("\"cause\":\"dead-letters/matomo/");

            new JdbcTemplate(service.components().database())
                    .update("update dead_letter set resolution = 'DISCARDED' where resolution is null");

            Until.holds("the recovery has come too", () -> requests.size() == 2);
            Until.holds("and its mail", () -> mails.getReceivedMessages().length == 2);
            assertThat(requests.get(1)).contains("\"kind\":\"recovered\"");
        } finally {
            receiver.stop(0);
            mails.stop();
        }
    }
}

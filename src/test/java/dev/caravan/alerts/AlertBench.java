package dev.caravan.alerts;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.embedded.EmbeddedServers;
import dev.caravan.embedded.FreePorts;
import dev.caravan.embedded.Until;
import dev.caravan.platform.Config;
import dev.caravan.run.LedgerDatabase;
import dev.caravan.run.Period;
import dev.caravan.run.Pipeline;
import dev.caravan.run.RetryPolicies;
import dev.caravan.run.RunSettings;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.springframework.jdbc.core.JdbcTemplate;

/** Alerts on a ledger of their own, whose rows tests write, with a real mail server and a real receiver. */
final class AlertBench implements AutoCloseable {

    /** The days to 2026-09-19 and the months to August should be done. */
    static final Instant NOW = Instant.parse("2026-09-20T12:30:00Z");

    final HikariDataSource database;
    final JdbcTemplate sql;
    final Receiver receiver = new Receiver();
    final AlertSettings settings;
    /** Without tables of report files nobody asks for them. */
    FileLimits files = new FileLimits(
            Set.of(), ZoneId.of("America/Mexico_City"), 0.05, Duration.ofHours(26), Duration.ofHours(1), 2);

    final Outbox outbox;
    private final ServerSetup smtp = smtp();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private GreenMail mails = new GreenMail(smtp);

    /**
     * @param name of the database, which is made anew
     * @param tls what the client asks for; the server has none
     */
    AlertBench(String name, Path folder, String tls) throws Exception {
        this(name, folder, tls, "10m");
    }

    /** @param timeout how long the mail server and the receiver may say nothing */
    AlertBench(String name, Path folder, String tls, String timeout) throws Exception {
        EmbeddedServers servers = EmbeddedServers.shared();
        servers.mariaDb().dropDatabase(name);
        servers.mariaDb().createDatabase(name);
        Properties properties = new Properties();
        properties.load(new StringReader("""
                alerts.mail.to = ops@example.org, boss+caravan@example.net
                alerts.mail.from = caravan@example.org
                alerts.mail.smtp.host = 127.0.0.1
                alerts.mail.smtp.user = caravan
                alerts.mail.smtp.password = pass word&+%
                alerts.webhook.secret = s3cret
                """));
        properties.setProperty("alerts.mail.smtp.port", Integer.toString(smtp.getPort()));
        properties.setProperty("alerts.mail.smtp.tls", tls);
        properties.setProperty("alerts.timeout", timeout);
        properties.setProperty("alerts.webhook.url", receiver.url());
        properties.setProperty("ledger.jdbc.url", servers.mariaDb().jdbcUrl(name));
        properties.setProperty("ledger.jdbc.user", servers.mariaDb().user());
        properties.setProperty("ledger.jdbc.password", servers.mariaDb().password());
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Config config =
                Config.load(folder, List.of(Files.writeString(folder.resolve("alerts.properties"), text.toString())));
        settings = AlertSettings.from(config);
        database = LedgerDatabase.open(RunSettings.from(config));
        config.check();
        sql = new JdbcTemplate(database);
        outbox = outbox();
        camel.addRoutes(new RetryPolicies());
        camel.getCamelContextExtension().getContextPlugin(Model.class).setRouteFilterPattern("alerts.*", null);
        camel.addRoutes(new AlertRoutes(settings));
        camel.start();
        startMail();
    }

    private static ServerSetup smtp() {
        ServerSetup setup = new ServerSetup(FreePorts.next(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(Until.LIMIT.toMillis());
        return setup;
    }

    Outbox outbox() {
        return new Outbox(
                database,
                settings,
                (route, body, headers) -> camel.createFluentProducerTemplate()
                        .to(route)
                        .withHeaders(new HashMap<>(headers))
                        .withBody(body)
                        .request(),
                Clock.systemUTC());
    }

    Alerts alerts() {
        return alerts(NOW);
    }

    Alerts alerts(Instant now, Pipeline... pipelines) {
        return new Alerts(database, Arrays.asList(pipelines), settings, files, Clock.fixed(now, ZoneOffset.UTC));
    }

    /** Looks for causes and sends what is due, as the route does. */
    void watch(Alerts alerts) {
        alerts.evaluate();
        outbox.deliver();
    }

    void startMail() {
        mails = new GreenMail(smtp);
        mails.setUser("caravan", "pass word&+%");
        mails.setUser("ops@example.org", "");
        mails.setUser("boss+caravan@example.net", "");
        mails.start();
    }

    void stopMail() {
        mails.stop();
    }

    /** What lies in the mailbox of the first of the two addresses, in the order of arrival. */
    List<MimeMessage> mails() {
        return mailbox("ops@example.org");
    }

    List<MimeMessage> mailbox(String address) {
        try {
            return mails
                    .getManagers()
                    .getImapHostManager()
                    .getInbox(mails.getUserManager().getUserByEmail(address))
                    .getMessages()
                    .stream()
                    .map(StoredMessage::getMimeMessage)
                    .toList();
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(MimeMessage mail) {
        try {
            return mail.getContent().toString().replace("\r\n", "\n");
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Messages that wait for their next try are due. */
    void due() {
        sql.update("update alert_message set not_before = utc_timestamp(6) where sent_at is null");
    }

    void site(int site, String name, String since) {
        sql.update(
                "insert into source (source_id, name, type, site_id, country_iso, created_at, updated_at)"
                        + " values (?, ?, 'R', ?, 'BR', ?, ?)",
                "TEST::" + site,
                name,
                site,
                since,
                since);
    }

    /**
     * Writes an item of a day or a month.
     *
     * @param doneAt empty: never
     */
    long item(String pipeline, int site, String unit, String state, long kept, String doneAt) {
        sql.update("insert ignore into run values ('r', 'x', '', '2026-01-01', '2026-01-02', 'ALL', 0, 0, 't', '1',"
                + " utc_timestamp(6))");
        Period period = Period.parse(unit);
        sql.update(
                "replace into work_item (pipeline, subject, unit, run_id, period_from, period_to, state, priority,"
                        + " not_before, rules_version, code_version, allow_incomplete, rows_kept, done_at, created_at,"
                        + " updated_at) values (?, ?, ?, 'r', ?, ?, ?, 1, utc_timestamp(6), 'v', 'v', 0, ?, ?,"
                        + " utc_timestamp(6), utc_timestamp(6))",
                pipeline,
                Integer.toString(site),
                unit,
                period.from(),
                period.to(),
                state,
                doneAt.isEmpty() ? null : kept,
                doneAt.isEmpty() ? null : doneAt);
        return id(pipeline, site, unit);
    }

    private long id(String pipeline, int site, String unit) {
        Long id = sql.queryForObject(
                "select id from work_item where pipeline = ? and subject = ? and unit = ?",
                Long.class,
                pipeline,
                Integer.toString(site),
                unit);
        return id == null ? 0 : id;
    }

    /** A dead item with its letter. */
    long dead(String pipeline, int site, String unit, String code, String message) {
        long item = item(pipeline, site, unit, "DEAD", 0, "");
        letter(item, code, message);
        return item;
    }

    void letter(long item, String code, String message) {
        sql.update(
                "insert into dead_letter (item_id, attempts, code, message, created_at)"
                        + " values (?, 1, ?, ?, utc_timestamp(6))",
                item,
                code,
                message);
    }

    void resolve(String resolution, String state) {
        sql.update(
                "update dead_letter set resolution = ?, resolved_at = utc_timestamp(6) where resolution is null",
                resolution);
        sql.update("update work_item set state = ?", state);
    }

    List<String> openCauses() {
        return sql.queryForList("select cause from alert where recovered_at is null order by cause", String.class);
    }

    @Override
    public void close() {
        camel.stop();
        mails.stop();
        receiver.close();
        database.close();
    }
}

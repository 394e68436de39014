package dev.caravan.alerts;

import dev.caravan.platform.Config;
import dev.caravan.platform.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is told of alerts, and when something is late.
 *
 * @param to e-mail addresses; none: no mail
 * @param smtpUser empty: without a login
 * @param webhook none: no webhook
 * @param webhookSecret the key of the signature
 * @param timeout for each word of a mail server or a receiver
 * @param dayLateAfter from the end of a UTC day
 * @param monthLateAfter from the end of a month
 */
public record AlertSettings(
        List<String> to,
        String from,
        String smtpHost,
        int smtpPort,
        String smtpUser,
        Secret smtpPassword,
        Tls smtpTls,
        Optional<URI> webhook,
        Secret webhookSecret,
        Duration timeout,
        Duration dayLateAfter,
        Duration monthLateAfter) {

    /** How the mail server is spoken to. */
    public enum Tls {
        STARTTLS,
        SMTPS,
        NONE
    }

    private static final String ADDRESS = "[^\\s@<>,;\"]+@[^\\s@<>,;\"]+";

    public static AlertSettings from(Config config) {
        AlertSettings settings = new AlertSettings(
                config.list("alerts.mail.to", ""),
                config.text("alerts.mail.from", ""),
                config.text("alerts.mail.smtp.host", ""),
                config.number("alerts.mail.smtp.port", 587, 1, 65_535),
                config.text("alerts.mail.smtp.user", ""),
                config.secret("alerts.mail.smtp.password"),
                config.choice("alerts.mail.smtp.tls", Tls.class, Tls.STARTTLS),
                config.parsed("alerts.webhook.url", "", "a URL http(s)://host…", AlertSettings::url),
                config.secret("alerts.webhook.secret"),
                config.duration("alerts.timeout", "10s"),
                config.duration("alerts.day-late-after", "12h"),
                config.duration("alerts.month-late-after", "3d"));
        settings.check(config);
        return settings;
    }

    private static Optional<URI> url(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        URI uri = URI.create(text);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(text);
        }
        return Optional.of(uri);
    }

    private void check(Config config) {
        if (!to.isEmpty() && (from.isEmpty() || smtpHost.isEmpty())) {
            config.problem("alerts.mail.to needs alerts.mail.from and alerts.mail.smtp.host");
        }
        if (!to.stream().allMatch(address -> address.matches(ADDRESS))) {
            config.problem("alerts.mail.to: expected addresses such as ops@example.org, separated by commas");
        }
        if (!from.isEmpty() && !from.matches(ADDRESS)) {
            config.problem("alerts.mail.from: expected an address such as caravan@example.org");
        }
        if (!smtpHost.matches("[A-Za-z0-9.-]*")) {
            config.problem("alerts.mail.smtp.host: expected the name of a host");
        }
        if (webhook.isPresent() && webhookSecret.reveal().isEmpty()) {
            config.problem("alerts.webhook.url needs alerts.webhook.secret (ALERTS_WEBHOOK_SECRET)");
        }
    }

    Set<Channel> channels() {
        Set<Channel> channels = EnumSet.noneOf(Channel.class);
        if (!to.isEmpty()) {
            channels.add(Channel.MAIL);
        }
        if (webhook.isPresent()) {
            channels.add(Channel.WEBHOOK);
        }
        return channels;
    }
}

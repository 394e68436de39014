package dev.caravan.alerts;

import static dev.caravan.run.RetryPolicies.WITHIN;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.DefaultAuthenticator;

/** How an alert leaves: by camel-mail and by camel-http. When is in routes/alerts.camel.yaml. */
public final class AlertRoutes extends RouteBuilder {

    private final AlertSettings settings;

    public AlertRoutes(AlertSettings settings) {
        this.settings = settings;
    }

    @Override
    public void configure() {
        if (settings.channels().contains(Channel.MAIL)) {
            bindToRegistry(
                    "alertsMailLogin",
                    new DefaultAuthenticator(
                            settings.smtpUser(), settings.smtpPassword().reveal()));
            from("direct:alerts.mail")
                    .routeId("alerts.mail")
                    .routeConfigurationId(WITHIN)
                    .convertBodyTo(byte[].class, StandardCharsets.UTF_8.name())
                    .to(mail())
                    .id("alerts.mail.send");
        }
        // the address may be a secret of its own, so it is in a header and not in the endpoint's name
        settings.webhook().ifPresent(url -> from("direct:alerts.webhook")
                .routeId("alerts.webhook")
                .routeConfigurationId(WITHIN)
                .setHeader(Exchange.HTTP_URI, constant(url.toString()))
                .to("http://alerts.webhook?httpMethod=POST&followRedirects=false&userAgent=Caravan"
                        + "&ignoreResponseBody=true&httpClient.connectionRequestTimeout=" + millis()
                        + "&httpConnection.connectTimeout=" + millis()
                        + "&httpClient.responseTimeout=" + millis()
                        + "&httpConnection.socketTimeout=" + millis())
                .id("alerts.webhook.send"));
    }

    private String mail() {
        String protocol = settings.smtpTls() == AlertSettings.Tls.SMTPS ? "smtps" : "smtp";
        boolean startTls = settings.smtpTls() == AlertSettings.Tls.STARTTLS;
        return "%s:%s:%d?connectionTimeout=%d&mail.%1$s.writetimeout=%4$d&contentType=RAW(text/plain; charset=UTF-8)"
                        .formatted(protocol, settings.smtpHost(), settings.smtpPort(), millis())
                + "&mail.%s.starttls.enable=%s&mail.%1$s.starttls.required=%2$s".formatted(protocol, startTls)
                + "&mail.%s.ssl.checkserveridentity=true".formatted(protocol)
                + "&mail.%s.auth=%s".formatted(protocol, !settings.smtpUser().isEmpty())
                + (settings.smtpUser().isEmpty() ? "" : "&authenticator=#alertsMailLogin");
    }

    private long millis() {
        return settings.timeout().toMillis();
    }
}

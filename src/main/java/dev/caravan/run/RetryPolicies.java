package dev.caravan.run;

import dev.caravan.platform.PipelineException;
import dev.caravan.platform.Redacted;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's retry policies, one per route configuration id; routes name one and write none of their own. They try
 * again at once, a few times within seconds; waiting longer is the ledger's.
 */
public final class RetryPolicies extends RouteConfigurationBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(RetryPolicies.class);

    /** For routes that do a step of a work item. */
    public static final String REMOTE = "remote";

    /** For routes that are part of another one's step: their failure is that route's to handle. */
    public static final String WITHIN = "within";

    @Override
    public void configuration() {
        routeConfiguration(WITHIN).errorHandler(noErrorHandler());

        routeConfiguration(REMOTE)
                .onException(PipelineException.Permanent.class, PipelineException.Abandoned.class)
                .logExhausted(false)
                .handled(true)
                .to("direct:run.failed")
                .end()
                .onException(Exception.class)
                .maximumRedeliveries("{{retry.remote.attempts}}")
                .redeliveryDelay("{{retry.remote.first-delay-ms}}")
                .useExponentialBackOff()
                .backOffMultiplier(2)
                .useCollisionAvoidance()
                .maximumRedeliveryDelay("{{retry.remote.max-delay-ms}}")
                .logRetryAttempted(false)
                .logExhausted(false)
                .onRedelivery(RetryPolicies::tell)
                .handled(true)
                .to("direct:run.failed")
                .end();
    }

    private static void tell(Exchange exchange) {
        LOG.warn(
                "route={} again={} {}",
                exchange.getFromRouteId(),
                exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER),
                Redacted.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                        .getMessage());
    }
}

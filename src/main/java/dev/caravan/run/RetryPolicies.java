package dev.caravan.run;

import dev.caravan.platform.PipelineException;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;

/**
 * The service's retry policies, one per route configuration id; routes name one and write none of their own. They try
 * again at once, a few times within seconds; waiting longer is the ledger's.
 */
public final class RetryPolicies extends RouteConfigurationBuilder {

    /** For routes that do a step of a work item. */
    public static final String REMOTE = "remote";

    @Override
    public void configuration() {
        routeConfiguration(REMOTE)
                .onException(PipelineException.Permanent.class, PipelineException.Abandoned.class)
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
                .retryAttemptedLogLevel(LoggingLevel.WARN)
                .logStackTrace(false)
                .handled(true)
                .to("direct:run.failed")
                .end();
    }
}

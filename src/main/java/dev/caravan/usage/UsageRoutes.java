package dev.caravan.usage;

import static dev.caravan.run.RetryPolicies.REMOTE;

import org.apache.camel.builder.RouteBuilder;

/**
 * Parquet to OpenSearch: one site and period in, its documents out.
 *
 * <pre>
 * run.worker ──▶ usage.index: read ──▶ usage.stages (routes/usage.camel.yaml) ──▶ publish ──▶ ledger
 *                                                                                 └─ each request ──▶ search.bulk
 * </pre>
 */
public final class UsageRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:usage.index")
                .routeId("usage.index")
                .routeConfigurationId(REMOTE)
                .bean("usageRead", "open(${exchangeProperty.lease})")
                .id("usage.index.read")
                .to("direct:usage.stages")
                .id("usage.index.transform")
                .bean("usagePublisher", "publish")
                .id("usage.index.publish")
                .bean("leases", "done(${exchangeProperty.lease}, ${body})")
                .id("usage.index.done");
    }
}

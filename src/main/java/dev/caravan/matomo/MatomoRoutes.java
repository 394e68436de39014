package dev.caravan.matomo;

import static dev.caravan.run.RetryPolicies.REMOTE;

import org.apache.camel.builder.RouteBuilder;

/**
 * Matomo to Parquet: one site and day in, one partition out.
 *
 * <pre>
 * run.worker ──▶ matomo.extract ──▶ ledger
 *                  └─ each part ──▶ dataset.put
 * </pre>
 */
public final class MatomoRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:matomo.extract")
                .routeId("matomo.extract")
                .routeConfigurationId(REMOTE)
                .bean("matomoExtract", "extract(${exchangeProperty.lease})")
                .id("matomo.extract.run")
                .bean("leases", "done(${exchangeProperty.lease}, ${body})")
                .id("matomo.extract.done");
    }
}

package dev.caravan.search;

import static dev.caravan.run.RetryPolicies.WITHIN;

import org.apache.camel.builder.RouteBuilder;

/** One bulk request by camel-opensearch: a {@code BulkRequest.Builder} in, the list of item results out. */
public final class SearchRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:search.bulk")
                .routeId("search.bulk")
                .routeConfigurationId(WITHIN)
                .to("opensearch:caravan?operation=Bulk")
                .id("search.bulk.send");
    }
}

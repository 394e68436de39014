package dev.caravan.search;

import org.apache.camel.builder.RouteBuilder;

/** One bulk request by camel-opensearch: a {@code BulkRequest.Builder} in, the list of item results out. */
public final class SearchRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // the failure is the caller's, whose route has the retry policy
        from("direct:search.bulk")
                .routeId("search.bulk")
                .errorHandler(noErrorHandler())
                .to("opensearch:caravan?operation=Bulk")
                .id("search.bulk.send");
    }
}

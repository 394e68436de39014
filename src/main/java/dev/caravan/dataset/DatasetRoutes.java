package dev.caravan.dataset;

import static dev.caravan.run.RetryPolicies.WITHIN;

import org.apache.camel.builder.RouteBuilder;

/**
 * The dataset's objects by camel-aws2-s3: parts go in by {@code dataset.put}; what nobody names is swept daily,
 * and old logs of attempts with it.
 */
public final class DatasetRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:dataset.put")
                .routeId("dataset.put")
                .routeConfigurationId(WITHIN)
                // its endpoint asks S3 for the bucket when it is made, so make it when S3 is needed: the service starts
                // without
                .toD("aws2-s3:{{s3.bucket}}?amazonS3Client=#s3Client")
                .id("dataset.put.object");

        from("direct:dataset.sweep")
                .routeId("dataset.sweep")
                .bean("garbage", "sweep")
                .id("dataset.sweep.run")
                .bean("oldLogs", "sweep")
                .id("dataset.sweep.logs");
    }
}

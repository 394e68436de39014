package dev.caravan.visitfiles;

import static dev.caravan.run.RetryPolicies.REMOTE;

import org.apache.camel.builder.RouteBuilder;

/**
 * Report files, from a source's folder to the database.
 *
 * <pre>
 * run.worker ──▶ visitfiles.list ──▶ ledger: a work item a file, and one that closes the day
 * run.worker ──▶ visitfiles.load ──▶ ledger   (fetch, load, back up, remove: each looks what is still to be done)
 * run.worker ──▶ visitfiles.close ──▶ ledger
 * run.worker ──▶ visitfiles.roll-over, visitfiles.recount ──▶ ledger
 * </pre>
 */
public final class VisitFilesRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:visitfiles.list")
                .routeId("visitfiles.list")
                .routeConfigurationId(REMOTE)
                .bean("visitFilesList", "list(${exchangeProperty.lease})")
                .id("visitfiles.list.plan")
                .bean("leases", "done(${exchangeProperty.lease}, ${body})")
                .id("visitfiles.list.done");

        from("direct:visitfiles.load")
                .routeId("visitfiles.load")
                .routeConfigurationId(REMOTE)
                .bean("visitFile", "claim(${exchangeProperty.lease})")
                .id("visitfiles.load.claim")
                .bean("visitFile", "fetch(${exchangeProperty.lease})")
                .id("visitfiles.load.fetch")
                .bean("visitFile", "load(${exchangeProperty.lease})")
                .id("visitfiles.load.load")
                .bean("visitFile", "backUp(${exchangeProperty.lease})")
                .id("visitfiles.load.back-up")
                .bean("visitFile", "remove(${exchangeProperty.lease})")
                .id("visitfiles.load.remove")
                .bean("visitFile", "finish(${exchangeProperty.lease})")
                .id("visitfiles.load.finish")
                .bean("leases", "done(${exchangeProperty.lease}, ${body})")
                .id("visitfiles.load.done");

        from("direct:visitfiles.close")
                .routeId("visitfiles.close")
                .routeConfigurationId(REMOTE)
                .bean("visitFilesDay", "close(${exchangeProperty.lease})")
                .id("visitfiles.close.run")
                .bean("leases", "done(${exchangeProperty.lease}, ${body})")
                .id("visitfiles.close.done");

        from("direct:visitfiles.roll-over")
                .routeId("visitfiles.roll-over")
                .routeConfigurationId(REMOTE)
                .bean("visitorChecks", "rollOver(${exchangeProperty.lease})")
                .id("visitfiles.roll-over.run")
                .bean("leases", "done(${exchangeProperty.lease}, ${body})")
                .id("visitfiles.roll-over.done");

        from("direct:visitfiles.recount")
                .routeId("visitfiles.recount")
                .routeConfigurationId(REMOTE)
                .bean("visitorChecks", "recount(${exchangeProperty.lease})")
                .id("visitfiles.recount.run")
                .bean("leases", "done(${exchangeProperty.lease}, ${body})")
                .id("visitfiles.recount.done");
    }
}

package dev.caravan.run;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.service.ServiceHelper;

/**
 * From a trigger to the ledger, and from the ledger to a pipeline's step.
 *
 * <pre>
 * *.schedule, CLI ──▶ run.plan ──▶ ledger
 * run.worker.n (polls) ──▶ claim ──▶ direct:&lt;pipeline&gt;.&lt;step&gt; ──▶ release
 *                                         └─ on failure ──▶ run.failed ──▶ ledger: RETRY, or DEAD and a dead letter
 * </pre>
 */
public final class RunRoutes extends RouteBuilder {

    private final int workers;
    private final long pollMillis;

    public RunRoutes(RunSettings settings) {
        this.workers = settings.workers();
        this.pollMillis = settings.poll().toMillis();
    }

    @Override
    public void configure() {
        // the failure is the caller's: a schedule logs it, a command says it in one sentence
        from("direct:run.plan")
                .routeId("run.plan")
                .routeConfigurationId(RetryPolicies.WITHIN)
                .bean("planner", "plan")
                .id("run.plan.open");

        for (int worker = 1; worker <= workers; worker++) {
            from("timer:run.worker-" + worker + "?delay=0&period=" + pollMillis)
                    .routeId("run.worker." + worker)
                    .bean("leases", "next")
                    .id("run.worker.claim-first-" + worker)
                    .loopDoWhile(body().isNotNull())
                    .setProperty("lease", body())
                    .doTry()
                    .recipientList(method("leases", "step"))
                    .id("run.worker.dispatch-" + worker)
                    .endDoTry()
                    .doCatch(Throwable.class)
                    .to("direct:run.failed")
                    .id("run.worker.failed-" + worker)
                    .doFinally()
                    .bean("leases", "release(${exchangeProperty.lease})")
                    .id("run.worker.release-" + worker)
                    .end()
                    .setBody(constant((Object) null))
                    .filter(RunRoutes::goesOn)
                    .bean("leases", "next")
                    .id("run.worker.claim-" + worker)
                    .end()
                    .end();
        }

        from("direct:run.failed")
                .routeId("run.failed")
                .bean("leases", "failed(${exchangeProperty.lease}, ${exception})")
                .id("run.failed.file");
    }

    /** Whether the worker may take another item: an operator may have suspended or stopped its route in the meantime. */
    private static boolean goesOn(Exchange exchange) {
        return ServiceHelper.isStarted(
                exchange.getContext().getRoute(exchange.getFromRouteId()).getConsumer());
    }
}

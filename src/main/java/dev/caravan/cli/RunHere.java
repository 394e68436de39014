package dev.caravan.cli;

import dev.caravan.Service;
import dev.caravan.run.Ledger;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.RunReport;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Plans a run, does it in this process, and tells how far it is and what came of it. For one command. */
final class RunHere {

    private final Service service;
    private final Ledger ledger;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    RunHere(Service service, Ledger ledger, CommandSpec spec, boolean json) {
        this.service = service;
        this.ledger = ledger;
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
        this.json = json;
        // ctrl-C: what is in hand is somebody else's at once, and that was no failure
        Runtime.getRuntime().addShutdownHook(new Thread(service::giveBack, "give-back"));
    }

    /** Who asks, for the ledger. */
    static String user() {
        return "cli:" + System.getProperty("user.name");
    }

    /** @return the exit code */
    int run(PlanRequest request) throws InterruptedException {
        return run(request, service.plan(request));
    }

    /**
     * The same after a change that an item which is at work already may have missed: such a one is done once more, with a
     * report of its own.
     */
    int runAfterChange(PlanRequest request) throws InterruptedException {
        Plan plan = service.plan(request);
        int code = run(request, plan);
        if (code == CaravanCommand.DONE && plan.joined() > 0) {
            Plan missed = service.plan(request);
            return missed.isEmpty() ? code : run(request, missed);
        }
        return code;
    }

    /**
     * Does what was planned.
     *
     * @return whether it has ended
     */
    boolean await(Plan plan, String remark) throws InterruptedException {
        err.println("run " + plan.runId() + ": " + plan.opened() + " items to do, " + plan.joined()
                + " already under way, " + plan.current() + " up to date" + remark);
        err.flush();
        service.work(plan.runId());
        return new RunProgress(ledger, plan, err).await();
    }

    private int run(PlanRequest request, Plan plan) throws InterruptedException {
        if (plan.isEmpty()) {
            err.println(
                    plan.dead() > 0
                            ? plan.dead()
                                    + " items are dead and nothing else is to do: see 'caravan status', then --mode failed"
                            : "Nothing to do: " + plan.current() + " items are up to date");
            if (json) {
                out.println(new RunReport(ledger, plan).json());
            }
            return plan.dead() > 0 ? CaravanCommand.FAILED : CaravanCommand.NOTHING_TO_DO;
        }
        boolean ended = await(plan, request.dryRun() ? " (dry run)" : "");
        RunReport report = new RunReport(ledger, plan);
        out.print(json ? report.json() + System.lineSeparator() : report.table());
        out.flush();
        report.problems().forEach(err::println);
        return ended && report.allDone() && plan.dead() == 0 ? CaravanCommand.DONE : CaravanCommand.FAILED;
    }
}

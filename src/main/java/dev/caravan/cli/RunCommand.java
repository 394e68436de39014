package dev.caravan.cli;

import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.run.PeriodRequest;
import dev.caravan.run.Plan;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.PlanRequest.Mode;
import dev.caravan.run.RunReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Plans a period and does it, with or without a daemon beside it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  caravan run matomo --period 2026-09",
            "  caravan run usage --site 3,4 --from 2026-09 --to 2026-10 --mode all",
            "Doing a period again changes nothing; the default mode does only what is missing."
        })
final class RunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PIPELINE", description = "matomo (Matomo to Parquet) or usage (Parquet to the index).")
    private String pipeline = "";

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private SiteOptions sites = new SiteOptions();

    @Mixin
    private PeriodOptions period = new PeriodOptions();

    @Option(
            names = "--mode",
            defaultValue = "missing",
            description = "missing: never done, or inputs or rules have changed (default); failed: dead; all.")
    private String mode = "missing";

    @Option(names = "--dry-run", description = "Count, and write nothing to S3 or the index.")
    private boolean dryRun;

    @Option(
            names = "--allow-incomplete",
            description = "Index although days are dead; the documents say complete: false.")
    private boolean allowIncomplete;

    @Option(names = "--json", description = "The result as JSON on the standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Mode parsedMode = Mode.parse(mode);
        PeriodRequest wanted = period.request();
        try (Components components = config.components()) {
            PlanRequest request = new PlanRequest(
                    pipeline,
                    sites.select(components.sources()),
                    wanted.span(),
                    wanted.granularity(components.planner().pipeline(pipeline).granularity()),
                    parsedMode,
                    dryRun,
                    allowIncomplete,
                    PlanRequest.BACKFILL,
                    "cli:" + System.getProperty("user.name"));
            try (Service service = Service.start(components, false)) {
                // ctrl-C: what is in hand is somebody else's at once, and that was no failure
                Runtime.getRuntime().addShutdownHook(new Thread(service::giveBack, "give-back"));
                return run(components, service, request);
            }
        }
    }

    private int run(Components components, Service service, PlanRequest request) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Plan plan = service.plan(request);
        if (plan.isEmpty()) {
            err.println(
                    plan.dead() > 0
                            ? plan.dead()
                                    + " items are dead and nothing else is to do: see 'caravan status', then --mode failed"
                            : "Nothing to do: " + plan.current() + " items are up to date");
            if (json) {
                out.println(new RunReport(components.ledger(), plan).json());
            }
            return plan.dead() > 0 ? CaravanCommand.FAILED : CaravanCommand.NOTHING_TO_DO;
        }
        err.println("run " + plan.runId() + ": " + plan.opened() + " items to do, " + plan.joined()
                + " already under way, " + plan.current() + " up to date" + (dryRun ? " (dry run)" : ""));
        err.flush();
        service.work(plan.runId());
        boolean ended = new RunProgress(components.ledger(), plan, err).await();
        RunReport report = new RunReport(components.ledger(), plan);
        out.print(json ? report.json() + System.lineSeparator() : report.table());
        out.flush();
        report.problems().forEach(err::println);
        return ended && report.allDone() && plan.dead() == 0 ? CaravanCommand.DONE : CaravanCommand.FAILED;
    }
}

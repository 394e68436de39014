package dev.caravan.cli;

import dev.caravan.Components;
import dev.caravan.Service;
import dev.caravan.run.PeriodRequest;
import dev.caravan.run.PlanRequest;
import dev.caravan.run.PlanRequest.Mode;
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
                    RunHere.user());
            try (Service service = Service.start(components, false)) {
                return new RunHere(service, components.ledger(), spec, json).run(request);
            }
        }
    }
}

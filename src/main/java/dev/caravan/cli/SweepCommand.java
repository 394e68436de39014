package dev.caravan.cli;

import dev.caravan.Components;
import dev.caravan.dataset.Garbage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "sweep",
        description =
                "Removes parts that no manifest has named for s3.garbage-age, and logs older than s3.logs-age, as the"
                        + " daemon does daily.",
        mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (Components components = config.components()) {
            Garbage garbage = new Garbage(
                    components.objects(), components.settings().dataset().garbageAge(), components.clock());
            spec.commandLine().getOut().println(garbage.sweep() + " parts removed");
            int logs = components.oldLogs().sweep();
            if (logs > 0) {
                spec.commandLine().getOut().println(logs + " logs removed");
            }
            return CaravanCommand.DONE;
        }
    }
}

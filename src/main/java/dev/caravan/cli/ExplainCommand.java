package dev.caravan.cli;

import dev.caravan.diagnosis.Explain;
import dev.caravan.diagnosis.Explanation;
import dev.caravan.usage.CallOff;
import dev.caravan.usage.Metrics;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = "Tells how an item's figures, or a site's, come about: what came in, what was dropped by which"
                + " stage and rule, what each figure is made of. Reads the dataset; writes nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: caravan explain --site 4 --identifier oai:repo.example.org:1/17 --period 2026-09",
            "Exit code 3: no event of the period has the identifier."
        })
final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private LookOptions options = new LookOptions();

    @Option(
            names = "--identifier",
            paramLabel = "IDENTIFIER",
            description = "As it is in the index, or as senders spell it. Without it: the whole site.")
    private @Nullable String identifier;

    @Option(
            names = "--plain",
            description = "The four figures alone, or 'No stats', as the original's query by identifier prints them.")
    private boolean plain;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (plain && options.json()) {
            throw new IllegalArgumentException("Give either --plain or --json");
        }
        Explanation explanation = options.with(subject -> new Explain(
                        subject.service().inspector(),
                        subject.components().usage().rulesVersion())
                .explain(subject.source(), identifier, subject.units(), new CallOff()));
        PrintWriter out = spec.commandLine().getOut();
        if (plain) {
            print(out, explanation.total().figures());
        } else if (options.json()) {
            out.println(LookOptions.json(explanation));
        } else {
            new ExplanationText(out).print(explanation);
        }
        out.flush();
        return explanation.unknown() && !plain ? CaravanCommand.NOTHING_TO_DO : CaravanCommand.DONE;
    }

    private static void print(PrintWriter out, Metrics figures) {
        if (figures.equals(Metrics.NONE)) {
            out.println("No stats");
            return;
        }
        out.println("Views: " + figures.views());
        out.println("Downloads: " + figures.downloads());
        out.println("Conversions: " + figures.conversions());
        out.println("Outlinks: " + figures.outlinks());
    }
}

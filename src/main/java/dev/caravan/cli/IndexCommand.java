package dev.caravan.cli;

import dev.caravan.Components;
import dev.caravan.search.CutOver;
import dev.caravan.search.CutOver.Bearer;
import dev.caravan.search.CutOver.Month;
import dev.caravan.usage.UsagePublisher;
import java.io.PrintWriter;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "index",
        description = "Takes the place of an index that readers use already.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class IndexCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "cut-over",
            description = "Makes <prefix>-<site>, so far an index of another system, the alias of ours, in one step."
                    + " Its documents are kept in before-caravan-<prefix>-<site>. Does nothing for a site of which a"
                    + " month is missing in ours.",
            mixinStandardHelpOptions = true)
    int cutOver(
            @Mixin ConfigOption own,
            @Mixin SiteOptions sites,
            @Option(
                            names = "--prefix",
                            paramLabel = "PREFIX",
                            description = "Of the names that readers use; default: opensearch.index-prefix.")
                    @Nullable
                    String prefix,
            @Option(
                            names = "--allow-missing",
                            description = "Also when ours has no documents of a month: readers then have none either.")
                    boolean allowMissing,
            @Option(names = "--dry-run", description = "Compare the months, and change nothing.") boolean dryRun) {
        try (Components components = own.components()) {
            String names = prefix == null ? components.settings().search().indexPrefix() : prefix;
            if (!names.matches("[a-z0-9][a-z0-9_-]{0,100}") || names.startsWith("caravan-usage")) {
                throw new IllegalArgumentException(
                        "--prefix '" + names + "': expected lower-case letters, digits, - and _");
            }
            CutOver cutOver = new CutOver(components.search());
            int code = CaravanCommand.NOTHING_TO_DO;
            for (String site : sites.select(components.sources())) {
                String name = names + "-" + site;
                Bearer bearer = cutOver.bearer(name);
                if (bearer != Bearer.INDEX) {
                    say(name + (bearer == Bearer.ALIAS ? " is an alias already" : " is not there"));
                } else if (!covers(cutOver, name, UsagePublisher.monthIndex(site)) && !allowMissing) {
                    say(name + " stays as it is: index the missing months first, by './caravan run usage'");
                    code = CaravanCommand.FAILED;
                } else {
                    if (!dryRun) {
                        cutOver.replace(name, UsagePublisher.monthIndex(site));
                        say(name + " is an alias now; the old documents are in " + CutOver.kept(name));
                    }
                    code = code == CaravanCommand.FAILED ? code : CaravanCommand.DONE;
                }
            }
            return code;
        }
    }

    /** Compares, in front of the operator. */
    private boolean covers(CutOver cutOver, String old, String ours) {
        SortedMap<String, Month> ourMonths = cutOver.months(ours);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%-28s %9s %10s %10s   %9s %10s %10s%n",
                old, "documents", "views", "downloads", "ours", "views", "downloads");
        boolean all = true;
        for (Map.Entry<String, Month> month : cutOver.months(old).entrySet()) {
            Month our = ourMonths.getOrDefault(month.getKey(), Month.NONE);
            out.printf(
                    "%-28s %9d %10d %10d   %9d %10d %10d%s%n",
                    month.getKey(),
                    month.getValue().documents(),
                    month.getValue().views(),
                    month.getValue().downloads(),
                    our.documents(),
                    our.views(),
                    our.downloads(),
                    our.documents() == 0 ? "   missing" : "");
            all &= our.documents() > 0;
        }
        out.flush();
        return all;
    }

    private void say(String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }
}

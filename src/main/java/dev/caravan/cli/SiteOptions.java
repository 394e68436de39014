package dev.caravan.cli;

import dev.caravan.sources.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import picocli.CommandLine.Option;

/** Which sites a command is about. */
final class SiteOptions {

    @Option(
            names = "--site",
            paramLabel = "SITE",
            split = ",",
            defaultValue = "all",
            description = "Sites, separated by commas, or 'all' (the default) of the source table.")
    private List<String> sites = new ArrayList<>();

    @Option(names = "--from-site", paramLabel = "SITE", description = "Of all sites, those from this one on.")
    private int fromSite;

    @Option(names = "--to-site", paramLabel = "SITE", description = "Of all sites, those up to this one.")
    private int toSite = Integer.MAX_VALUE;

    @Option(
            names = "--exclude-site",
            paramLabel = "SITE",
            split = ",",
            description = "Sites to leave out, separated by commas.")
    private List<Integer> excluded = new ArrayList<>();

    /** @throws IllegalArgumentException when a site that was named has no source */
    List<String> select(Sources sources) {
        SortedSet<Integer> selected = sources.select(sites);
        selected.removeIf(site -> site < fromSite || site > toSite || excluded.contains(site));
        if (selected.isEmpty()) {
            throw new IllegalArgumentException("No site is left of " + sources.select(List.of("all")));
        }
        return selected.stream().map(String::valueOf).toList();
    }
}

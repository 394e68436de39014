package dev.caravan.embedded;

import dev.caravan.embedded.DemoStatistics.TopItem;
import dev.caravan.run.Ledger.ItemReport;
import dev.caravan.run.Outcome;
import dev.caravan.sources.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The demo's tables, of what the ledger and the index hold. */
final class DemoTable {

    private static final String SITE = "%4s  %-38s %-4s %9s %9s %9s %9s %10s %8s%n";
    private static final String ITEM = "%4s  %-50s %9s %9s %9s %11s%n";

    private static final String LEGEND = """
            type       R: repository, N: national portal, L: regional portal
            visits     a visit from September to October counts in both months
            documents  one for each item and month that was used
            seconds    of work; several sites are worked on at once
            """;

    /** What the reasons mean, for those who see them for the first time. */
    private static final Map<String, String> REASONS = Map.of(
            "robot", "the visit was a machine's, by the number and pace of its actions",
            "asset", "a thumbnail or an extracted text, not a document",
            "no-url", "nothing was opened: for instance a search",
            "no-identifier", "a page that belongs to no item",
            "blank-identifier", "the item's identifier is empty",
            "no-visit", "the visit is missing");

    private DemoTable() {}

    private record Site(String name, Map<String, Long> counts, double seconds) {

        long count(String name) {
            return counts.getOrDefault(name, 0L);
        }

        /** By reason. */
        Map<String, Long> dropped() {
            Map<String, Long> dropped = new TreeMap<>();
            counts.forEach((name, amount) -> {
                if (name.startsWith(Outcome.DROPPED)) {
                    dropped.put(name.substring(Outcome.DROPPED.length()), amount);
                }
            });
            return dropped;
        }

        long droppedInAll() {
            return dropped().values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * A line for each site and one for all, then the same for the reasons.
     *
     * @param extracted items of the run that copied Matomo's days
     * @param indexed items of the run that made the statistics; their counts are shown
     */
    static String sites(List<Source> sources, List<ItemReport> extracted, List<ItemReport> indexed) {
        StringBuilder table = new StringBuilder();
        table.append(SITE.formatted(
                "site", "name", "type", "visits", "events", "dropped", "counted", "documents", "seconds"));
        List<Site> sites = new ArrayList<>();
        for (Source source : sources) {
            Site site = site(String.valueOf(source.siteId()), extracted, indexed);
            sites.add(site);
            table.append(line(site, source.name(), source.type().name()));
        }
        Site all = site("all", extracted, indexed);
        sites.add(all);
        table.append(line(all, "", ""));
        table.append(LEGEND);
        return table + System.lineSeparator() + reasons(sites, all);
    }

    private static Site site(String name, List<ItemReport> extracted, List<ItemReport> indexed) {
        Map<String, Long> counts = new TreeMap<>();
        double millis = 0;
        for (List<ItemReport> run : List.of(extracted, indexed)) {
            for (ItemReport item : run) {
                if (name.equals("all") || name.equals(item.subject())) {
                    millis += item.millis() == null ? 0 : item.millis();
                    if (run == indexed) {
                        item.counts().forEach((key, amount) -> counts.merge(key, amount, Long::sum));
                    }
                }
            }
        }
        return new Site(name, counts, millis / 1000);
    }

    private static String line(Site site, String name, String type) {
        return SITE.formatted(
                site.name(),
                name,
                type,
                number(site.count("visits.in")),
                number(site.count(Outcome.IN)),
                number(site.droppedInAll()),
                number(site.count(Outcome.KEPT)),
                number(site.count("documents")),
                String.format(Locale.ROOT, "%.1f", site.seconds()));
    }

    private static String reasons(List<Site> sites, Site all) {
        List<String> reasons = all.dropped().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
        StringBuilder table = new StringBuilder("Why events were dropped%n%4s".formatted("site"));
        reasons.forEach(reason -> table.append("  %16s".formatted(reason)));
        for (Site site : sites) {
            table.append("%n%4s".formatted(site.name()));
            reasons.forEach(reason ->
                    table.append("  %16s".formatted(number(site.dropped().getOrDefault(reason, 0L)))));
        }
        for (String reason : reasons) {
            table.append("%n%-16s  %s".formatted(reason, REASONS.getOrDefault(reason, "see docs/usage.md")));
        }
        return table.append(System.lineSeparator()).toString();
    }

    /** A line for each item, in the given order. */
    static String items(List<TopItem> items) {
        StringBuilder table = new StringBuilder();
        table.append(ITEM.formatted("", "item", "downloads", "views", "outlinks", "conversions"));
        for (TopItem item : items) {
            table.append(ITEM.formatted(
                    items.indexOf(item) + 1,
                    item.identifier(),
                    number(item.downloads()),
                    number(item.views()),
                    number(item.outlinks()),
                    number(item.conversions())));
        }
        return table.toString();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

package dev.caravan.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counting rules written down once more, row by row, as the second opinion on the SQL stages. Slow on purpose.
 *
 * <p>Stateless.
 */
final class PlainCounting {

    static final Comparator<String> BY_CODE_POINTS =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private static final Comparator<PlainVisit> OLDEST_FIRST = Comparator.comparing(
                    PlainVisit::last, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(PlainVisit::totalActions, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** An event that counts, its visit, its identifier as sent and as mapped. */
    private record Kept(PlainEvent event, PlainVisit visit, String raw, String mapped) {}

    /** @param identifier raw or mapped, as the rules say */
    private record Group(long idvisit, String identifier) {}

    /** An item under construction. */
    private static final class Sums {
        private @Nullable String country;
        private final long[] total = new long[4];
        private final SortedMap<String, long[]> byCountry = new TreeMap<>(BY_CODE_POINTS);
    }

    private final PlainRules rules;

    private PlainCounting(PlainRules rules) {
        this.rules = rules;
    }

    /**
     * @param from inclusive
     * @param to exclusive
     */
    static PlainResult count(
            List<PlainVisit> visits, List<PlainEvent> events, PlainRules rules, Instant from, Instant to) {
        return new PlainCounting(rules).count(visits, events, from, to);
    }

    private PlainResult count(List<PlainVisit> visits, List<PlainEvent> events, Instant from, Instant to) {
        Map<Long, PlainVisit> visitOf = latestRows(visits);
        Set<Long> seen = new HashSet<>();
        SortedMap<String, Long> dropped = new TreeMap<>();
        List<Kept> kept = new ArrayList<>();
        for (PlainEvent event : events) {
            PlainVisit visit = visitOf.get(event.idvisit());
            String reason = reasonToDrop(event, visit, seen, from, to);
            if (reason != null) {
                dropped.merge(reason, 1L, Long::sum);
            } else {
                String raw = Objects.requireNonNull(event.identifier());
                kept.add(new Kept(event, Objects.requireNonNull(visit), raw, PlainIdentifiers.map(raw, rules)));
            }
        }
        return new PlainResult(items(kept), counter(kept), dropped, events.size(), kept.size());
    }

    private String counter(List<Kept> kept) {
        return PlainCounter.lines(kept.stream()
                .map(one -> new PlainCounter.Click(one.event(), one.mapped(), visitorCountry(one.visit())))
                .toList());
    }

    /** The first reason in the order of the stages; null keeps the event. */
    private @Nullable String reasonToDrop(
            PlainEvent event, @Nullable PlainVisit visit, Set<Long> seen, Instant from, Instant to) {
        if (event.serverTime().isBefore(from) || !event.serverTime().isBefore(to)) {
            return "other-period";
        }
        if (!seen.add(event.idlinkVa())) {
            return "duplicate";
        }
        if (visit == null) {
            return "no-visit";
        }
        if (!isHuman(visit)) {
            return "robot";
        }
        if (event.url() == null) {
            return "no-url";
        }
        if (PlainAssets.isAsset(event.url(), rules)) {
            return "asset";
        }
        if (event.identifier() == null) {
            return "no-identifier";
        }
        if (!rules.keepBlank() && PlainIdentifiers.isBlank(PlainIdentifiers.map(event.identifier(), rules))) {
            return "blank-identifier";
        }
        return null;
    }

    private static Map<Long, PlainVisit> latestRows(List<PlainVisit> visits) {
        Map<Long, PlainVisit> latest = new HashMap<>();
        for (PlainVisit visit : visits) {
            PlainVisit other = latest.get(visit.idvisit());
            if (other == null || OLDEST_FIRST.compare(visit, other) > 0) {
                latest.put(visit.idvisit(), visit);
            }
        }
        return latest;
    }

    /** At most ten actions, or fewer than a hundred that took more than two seconds each on average. */
    static boolean isHuman(PlainVisit visit) {
        Long actions = visit.totalActions();
        if (actions == null) {
            return false;
        }
        if (actions <= 10) {
            return true;
        }
        if (actions >= 100 || visit.first() == null || visit.last() == null) {
            return false;
        }
        Duration total = Duration.between(visit.first(), visit.last());
        return total.compareTo(Duration.ofSeconds(2 * actions)) > 0;
    }

    private SortedMap<String, PlainItem> items(List<Kept> kept) {
        Map<String, String> countryOf = itemCountries(kept);
        SortedMap<String, Sums> sums = new TreeMap<>(BY_CODE_POINTS);
        for (List<Kept> group : groups(kept).values()) {
            Kept any = group.get(0);
            Sums item = sums.computeIfAbsent(any.mapped(), identifier -> new Sums());
            if (item.country == null) {
                item.country = countryOf.get(counted(any));
            }
            long[] ofVisitors = item.byCountry.computeIfAbsent(visitorCountry(any.visit()), country -> new long[4]);
            long[] metrics = metrics(group);
            for (int i = 0; i < 4; i++) {
                item.total[i] += metrics[i];
                ofVisitors[i] += metrics[i];
            }
        }
        SortedMap<String, PlainItem> items = new TreeMap<>(BY_CODE_POINTS);
        sums.forEach((identifier, item) -> items.put(identifier, item(identifier, item)));
        return items;
    }

    private static PlainItem item(String identifier, Sums sums) {
        String country = sums.country == null ? "XX" : sums.country;
        long[] total = sums.total;
        return new PlainItem(identifier, country, total[0], total[1], total[2], total[3], sums.byCountry);
    }

    /** The events of each visit and identifier, in the order in which the original meets them. */
    private SortedMap<Group, List<Kept>> groups(List<Kept> kept) {
        Comparator<Group> order =
                Comparator.comparingLong(Group::idvisit).thenComparing(Group::identifier, BY_CODE_POINTS);
        SortedMap<Group, List<Kept>> groups = new TreeMap<>(order);
        for (Kept one : kept) {
            Group group = new Group(one.visit().idvisit(), counted(one));
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(one);
        }
        return groups;
    }

    /** Views, outlinks, downloads and conversions of one visit to one identifier: each 0 or 1. */
    private static long[] metrics(List<Kept> group) {
        long view = has(group, 1);
        long outlink = has(group, 2);
        long download = has(group, 3);
        long conversion = view == 1 && (download == 1 || outlink == 1) ? 1 : 0;
        return new long[] {view, outlink, download, conversion};
    }

    private static long has(List<Kept> group, int actionType) {
        boolean has = group.stream().anyMatch(one -> Objects.equals(one.event().actionType(), actionType));
        return has ? 1 : 0;
    }

    /**
     * The country of each counted identifier that has one. The events that were dropped for their identifier are not
     * missed here: they have none, or one that all its events are dropped for.
     */
    private Map<String, String> itemCountries(List<Kept> kept) {
        Comparator<PlainEvent> byRow = Comparator.comparingLong(PlainEvent::idlinkVa);
        Comparator<PlainEvent> order = rules.countryInRowOrder()
                ? byRow
                : Comparator.comparing(PlainEvent::serverTime).thenComparing(byRow);
        List<Kept> inOrder = new ArrayList<>(kept);
        inOrder.sort(Comparator.comparing(Kept::event, order));
        Map<String, String> countryOf = new HashMap<>();
        for (Kept one : inOrder) {
            String country = itemCountry(one.event());
            if (!country.isEmpty()) {
                countryOf.put(counted(one), country);
            }
        }
        return countryOf;
    }

    private String itemCountry(PlainEvent event) {
        if (!rules.type().equals("L")) {
            return rules.countryIso();
        }
        String text = event.customVar2();
        if (text == null || text.codePointCount(0, text.length()) <= 2) {
            return "";
        }
        return text.substring(0, text.offsetByCodePoints(0, 2));
    }

    private String visitorCountry(PlainVisit visit) {
        if (visit.country() != null) {
            return visit.country();
        }
        return rules.nullCountryStays() ? "" : "xx";
    }

    private String counted(Kept one) {
        return rules.mapFirst() ? one.mapped() : one.raw();
    }
}

package dev.caravan.usage;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** COUNTER's figures written down once more, event by event, as the second opinion on the SQL stages. */
final class PlainCounter {

    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Set<Integer> INVESTIGATIONS = Set.of(1, 2, 3);

    /** @param country of the visitor; the empty text stands for null */
    record Click(PlainEvent event, String identifier, String country) {

        private boolean investigates() {
            return event.actionType() != null && INVESTIGATIONS.contains(event.actionType());
        }

        private boolean requests() {
            return Objects.equals(event.actionType(), 3);
        }

        private LocalDate day() {
            return LocalDate.ofInstant(event.serverTime(), ZoneOffset.UTC);
        }

        private boolean isReplacedBy(Click other) {
            Duration later = Duration.between(event.serverTime(), other.event.serverTime());
            boolean after = later.isZero() ? other.event.idlinkVa() > event.idlinkVa() : !later.isNegative();
            return other.investigates()
                    && other.event.idvisit() == event.idvisit()
                    && Objects.equals(other.event.url(), event.url())
                    && after
                    && later.compareTo(WINDOW) <= 0;
        }
    }

    private record Session(long visit, LocalDate day) {}

    private PlainCounter() {}

    /** A line per item and visitor country: investigations, unique ones, requests, unique ones. */
    static String lines(List<Click> clicks) {
        Map<String, List<Click>> kept = new TreeMap<>(PlainCounting.BY_CODE_POINTS);
        for (Click click : clicks) {
            List<Click> cell =
                    kept.computeIfAbsent(click.identifier() + " " + click.country(), key -> new ArrayList<>());
            if (click.investigates() && clicks.stream().noneMatch(click::isReplacedBy)) {
                cell.add(click);
            }
        }
        return kept.entrySet().stream()
                .map(cell -> cell.getKey() + " " + figures(cell.getValue(), Click::investigates) + " "
                        + figures(cell.getValue(), Click::requests) + "\n")
                .collect(Collectors.joining());
    }

    private static String figures(List<Click> clicks, Predicate<Click> kind) {
        List<Click> counted = clicks.stream().filter(kind).toList();
        Set<Session> sessions = new HashSet<>();
        counted.forEach(click -> sessions.add(new Session(click.event().idvisit(), click.day())));
        return counted.size() + " " + sessions.size();
    }
}

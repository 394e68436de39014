package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomUsageTest {

    private static final int SEEDS = 300;

    @Test
    void equalSeedsGiveEqualData() {
        assertThat(RandomUsage.of(7)).isEqualTo(RandomUsage.of(7)).isNotEqualTo(RandomUsage.of(8));
    }

    @Test
    void everyEventIsKeptOrHasAReason() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomUsage usage = RandomUsage.of(seed);
            for (PlainRules rules : usage.rules()) {
                PlainResult result = count(usage, rules);

                long dropped = result.droppedByReason().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                assertThat(result.eventsKept() + dropped)
                        .as("seed %d, %s", seed, rules)
                        .isEqualTo(usage.events().size());
            }
        }
    }

    @Test
    void theOrderOfRowsAndTheirRepetitionChangeNoFigure() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomUsage usage = RandomUsage.of(seed);
            List<PlainVisit> visits = new ArrayList<>(usage.visits());
            List<PlainEvent> events = new ArrayList<>(usage.events());
            visits.addAll(usage.visits());
            events.addAll(usage.events());
            Collections.shuffle(visits, new Random(seed));
            Collections.shuffle(events, new Random(seed));
            for (PlainRules rules : usage.rules()) {
                String again = PlainCounting.count(visits, events, rules, usage.from(), usage.to())
                        .lines();

                assertThat(again)
                        .as("seed %d, %s", seed, rules)
                        .isEqualTo(count(usage, rules).lines());
            }
        }
    }

    @Test
    void meetsEveryReasonAndEveryDifferenceBetweenTheRules() {
        Map<String, Long> reasons = new HashMap<>();
        Map<String, Integer> differences = new HashMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomUsage usage = RandomUsage.of(seed);
            PlainRules standard = PlainRules.standard("L", "0");
            PlainResult result = count(usage, standard);
            result.droppedByReason().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
            for (int flag = 0; flag < 6; flag++) {
                PlainRules other = flipped(standard, flag);
                if (!count(usage, other).lines().equals(result.lines())) {
                    differences.merge("flag " + flag, 1, Integer::sum);
                }
            }
            result.items().values().stream()
                    .filter(item -> item.conversions() > 0)
                    .forEach(item -> differences.merge("conversion", 1, Integer::sum));
        }

        assertThat(reasons)
                .containsOnlyKeys(
                        "other-period",
                        "duplicate",
                        "no-visit",
                        "robot",
                        "no-url",
                        "asset",
                        "no-identifier",
                        "blank-identifier");
        assertThat(reasons.values()).allMatch(count -> count > 50);
        assertThat(differences).hasSize(7);
        assertThat(differences.values()).allMatch(count -> count > 20);
    }

    @Test
    void noTwoRowsOfAVisitTieAndDiffer() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Map<List<Object>, Set<PlainVisit>> ties = new HashMap<>();
            Map<Long, PlainVisit> latest = new HashMap<>();
            RandomUsage usage = RandomUsage.of(seed);
            Map<Long, Set<PlainEvent>> copies = new HashMap<>();
            usage.events().forEach(event -> copies.computeIfAbsent(event.idlinkVa(), id -> new HashSet<>())
                    .add(event));
            assertThat(copies.values()).allMatch(rows -> rows.size() == 1);
            for (PlainVisit visit : usage.visits()) {
                ties.computeIfAbsent(key(visit), key -> new HashSet<>()).add(visit);
                latest.merge(visit.idvisit(), visit, RandomUsageTest::later);
            }
            latest.values().forEach(visit -> assertThat(ties.get(key(visit))).hasSize(1));
        }
    }

    private static List<Object> key(PlainVisit visit) {
        return List.of(visit.idvisit(), String.valueOf(visit.last()), String.valueOf(visit.totalActions()));
    }

    private static PlainVisit later(PlainVisit a, PlainVisit b) {
        int byLast = Long.compare(last(a), last(b));
        int byActions = Long.compare(actions(a), actions(b));
        return byLast > 0 || byLast == 0 && byActions > 0 ? a : b;
    }

    private static long last(PlainVisit visit) {
        return visit.last() == null ? Long.MIN_VALUE : visit.last().getEpochSecond();
    }

    private static long actions(PlainVisit visit) {
        return visit.totalActions() == null ? Long.MIN_VALUE : visit.totalActions();
    }

    private static PlainRules flipped(PlainRules r, int flag) {
        return new PlainRules(
                r.type(),
                r.countryIso(),
                0,
                null,
                null,
                Map.of(),
                r.mapFirst() ^ flag == 0,
                r.assetsV1() ^ flag == 1,
                r.identifiersV1() ^ flag == 2,
                r.keepBlank() ^ flag == 3,
                r.nullCountryStays() ^ flag == 4,
                r.countryInRowOrder() ^ flag == 5);
    }

    private static PlainResult count(RandomUsage usage, PlainRules rules) {
        return PlainCounting.count(usage.visits(), usage.events(), rules, usage.from(), usage.to());
    }
}

package dev.caravan.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Usage data as bad as it gets: few items and visits, so that everything collides, and every oddity that the rules
 * speak of. Equal seeds give equal data.
 *
 * <p>Copies of an event row are exact. Of the rows of one visit exactly one is the latest, or several that are equal.
 *
 * @param to exclusive
 * @param rules several sets of rules to count the same data by
 */
record RandomUsage(List<PlainVisit> visits, List<PlainEvent> events, Instant from, Instant to, List<PlainRules> rules) {

    private static final Instant MARCH = Instant.parse("2025-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2025-04-01T00:00:00Z");

    static RandomUsage of(long seed) {
        return new Maker(new Random(seed)).make();
    }

    /** Draws rows; the order of the draws is what makes a seed repeatable. */
    private static final class Maker {

        private final Random random;
        private final List<PlainVisit> visits = new ArrayList<>();
        private final List<PlainEvent> events = new ArrayList<>();
        private Instant from = MARCH;
        private Instant to = APRIL;

        private Maker(Random random) {
            this.random = random;
        }

        RandomUsage make() {
            if (random.nextInt(4) == 0) {
                from = MARCH.plus(Duration.ofDays(random.nextInt(31)));
                to = from.plus(Duration.ofDays(1));
            }
            int visitCount = random.nextInt(26);
            for (int i = 0; i < visitCount; i++) {
                addVisit(i % 7 == 3 ? 5_000_000_000L + i : i + 1);
            }
            addEvents(random.nextInt(140));
            Collections.shuffle(visits, random);
            Collections.shuffle(events, random);
            return new RandomUsage(visits, events, from, to, RandomText.rules(random));
        }

        private void addVisit(long id) {
            Instant start = start();
            Long actions = pick(null, -1L, 0L, 1L, 3L, 10L, 11L, 12L, 50L, 99L, 100L, 101L);
            PlainVisit visit = new PlainVisit(
                    id,
                    oneIn(15) ? null : start,
                    oneIn(15) ? null : start.plusSeconds(duration(actions)),
                    actions,
                    country());
            visits.add(visit);
            while (oneIn(5)) {
                visits.add(visit);
            }
            while (oneIn(4)) {
                addOlder(visit);
            }
        }

        /** A row that the given one wins over: by its last action or, where that is equal, by its actions. */
        private void addOlder(PlainVisit visit) {
            Long fewer = visit.totalActions() == null || random.nextBoolean() ? null : visit.totalActions() - 1;
            if (visit.last() != null && random.nextBoolean()) {
                Instant last = oneIn(4) ? null : visit.last().minusSeconds(1 + random.nextInt(7200));
                visits.add(new PlainVisit(visit.idvisit(), visit.first(), last, pick(fewer, 5L, 120L), country()));
            } else if (visit.totalActions() != null) {
                visits.add(new PlainVisit(visit.idvisit(), start(), visit.last(), fewer, country()));
            }
        }

        private Instant start() {
            long length = Duration.between(from, to).toSeconds();
            Instant within = from.plusSeconds(random.nextInt((int) length));
            return oneIn(3)
                    ? pick(
                            from,
                            to,
                            from.minusSeconds(600),
                            to.minusSeconds(600),
                            to.minusSeconds(1),
                            from.minusSeconds(3_500_000),
                            within.truncatedTo(ChronoUnit.DAYS))
                    : within;
        }

        private long duration(@Nullable Long actions) {
            if (actions == null || oneIn(4)) {
                return random.nextInt(90_000) - 100;
            }
            return 2 * actions + pick(-1, 0, 0, 1, 1, 3600);
        }

        private @Nullable String country() {
            return pick(null, "xx", "br", "br", "ar", "us", "es");
        }

        private void addEvents(int count) {
            List<String> identifiers = RandomText.identifiers(random);
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                numbers.add(1000 + i);
            }
            Collections.shuffle(numbers, random);
            for (int number : numbers) {
                boolean orphan = visits.isEmpty() || oneIn(15);
                PlainVisit visit = orphan
                        ? new PlainVisit(9000 + random.nextInt(3), start(), null, null, null)
                        : visits.get(random.nextInt(visits.size()));
                PlainEvent event = new PlainEvent(
                        number,
                        visit.idvisit(),
                        time(visit),
                        identifiers.get(random.nextInt(identifiers.size())),
                        pick(1, 1, 1, 1, 1, 3, 3, 3, 2, 2, 4, 8, 10, null),
                        RandomText.url(random),
                        pick(RandomText.RECORDS));
                events.add(event);
                while (oneIn(10)) {
                    events.add(event);
                }
            }
        }

        private Instant time(PlainVisit visit) {
            if (oneIn(8)) {
                return pick(from, from.minusSeconds(1), from.plusSeconds(1), to, to.minusSeconds(1), to.plusSeconds(1));
            }
            Instant start = visit.first() == null ? start() : visit.first();
            return start.plusSeconds(random.nextInt(1200));
        }

        private boolean oneIn(int n) {
            return random.nextInt(n) == 0;
        }

        @SafeVarargs
        private <T> T pick(T... values) {
            return Arrays.asList(values).get(random.nextInt(values.length));
        }
    }
}

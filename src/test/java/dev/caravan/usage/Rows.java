package dev.caravan.usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Short forms for typing visits, events and results; events are numbered from 1 in the order they are given. */
final class Rows {

    static final int VIEW = 1;
    static final int OUTLINK = 2;
    static final int DOWNLOAD = 3;

    final List<PlainVisit> visits = new ArrayList<>();
    final List<PlainEvent> events = new ArrayList<>();

    /**
     * @param first as {@code 2025-03-05T10:00:00}, UTC
     * @param last as {@code first}
     */
    Rows visit(long id, String first, String last, @Nullable Long actions, @Nullable String country) {
        visits.add(new PlainVisit(id, at(first), at(last), actions, country));
        return this;
    }

    /** A short visit in the middle of March 2025. */
    Rows visit(long id, @Nullable String country) {
        return visit(id, "2025-03-15T12:00:00", "2025-03-15T12:05:00", 3L, country);
    }

    Rows event(
            long visit, String time, @Nullable String identifier, int type, String url, @Nullable String customVar2) {
        events.add(new PlainEvent(events.size() + 1, visit, at(time), identifier, type, url, customVar2));
        return this;
    }

    /** An event with the usual URL of its type, seconds after the start of its visit. */
    Rows event(long visit, @Nullable String identifier, int type) {
        return event(visit, identifier, type, null, null);
    }

    /** @param url null for the usual one of the type */
    Rows event(long visit, @Nullable String identifier, int type, @Nullable String url, @Nullable String customVar2) {
        Instant start = visits.stream()
                .filter(row -> row.idvisit() == visit)
                .map(PlainVisit::first)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(at("2025-03-15T12:00:00"));
        String time = start.plusSeconds(events.size()).toString().replace("Z", "");
        return event(visit, time, identifier, type, url == null ? url(type) : url, customVar2);
    }

    /** Everything once more, as after a repeated extraction of the original. */
    Rows twice() {
        visits.addAll(List.copyOf(visits));
        events.addAll(List.copyOf(events));
        return this;
    }

    static Instant at(String time) {
        return Instant.parse(time + "Z");
    }

    /**
     * @param counts views/outlinks/downloads/conversions
     * @param byCountry visitor country, space, counts; {@code null} for the null country
     */
    static PlainItem item(String identifier, String country, String counts, String... byCountry) {
        Map<String, long[]> countries = new TreeMap<>(PlainCounting.BY_CODE_POINTS);
        for (String text : byCountry) {
            String[] parts = text.split(" ");
            countries.put(parts[0].equals("null") ? "" : parts[0], numbers(parts[1]));
        }
        long[] total = numbers(counts);
        return new PlainItem(identifier, country, total[0], total[1], total[2], total[3], new TreeMap<>(countries));
    }

    private static long[] numbers(String counts) {
        String[] parts = counts.split("/");
        long[] numbers = new long[4];
        for (int i = 0; i < 4; i++) {
            numbers[i] = Long.parseLong(parts[i]);
        }
        return numbers;
    }

    private static String url(int type) {
        return switch (type) {
            case OUTLINK -> "https://doi.org/10.5555/1";
            case DOWNLOAD -> "https://repo.br/bitstream/1/a.pdf";
            default -> "repo.br/handle/1";
        };
    }
}

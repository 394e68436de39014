package dev.caravan.diagnosis;

import dev.caravan.dataset.DatasetReader;
import dev.caravan.dataset.DatasetReader.Fetched;
import dev.caravan.engine.SqlEngine;
import dev.caravan.engine.SqlSession;
import dev.caravan.engine.SqlSession.ColumnType;
import dev.caravan.platform.Scratch;
import dev.caravan.platform.SqlFile;
import dev.caravan.run.Period;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of the dataset by day, as they are stored: before all filters, rows that are there twice twice. A
 * month's events are fetched at a time, and of their columns only the time is read. Safe for many threads.
 */
public final class Volume {

    private final DatasetReader dataset;
    private final SqlEngine engine;
    private final Scratch scratch;

    public Volume(DatasetReader dataset, SqlEngine engine, Scratch scratch) {
        this.dataset = dataset;
        this.engine = engine;
        this.scratch = scratch;
    }

    /**
     * The events of a day, or of a month.
     *
     * @param unit the day or month
     * @param events null when nothing is stored
     * @param daysMissing its days for which nothing is stored
     */
    public record Amount(String unit, @Nullable Long events, int daysMissing) {}

    /** All days of a period, in order. */
    public List<Amount> days(int site, Period span) {
        List<Amount> days = new ArrayList<>();
        span.months().forEach(month -> {
            LocalDate from = month.from().isBefore(span.from()) ? span.from() : month.from();
            LocalDate to = month.to().isAfter(span.to()) ? span.to() : month.to();
            SortedSet<LocalDate> stored = dataset.days(site, from, to);
            Map<String, Long> events = stored.isEmpty() ? Map.of() : events(site, from, to);
            from.datesUntil(to).forEach(day -> {
                boolean there = stored.contains(day) || events.containsKey(day.toString());
                days.add(new Amount(
                        day.toString(), there ? events.getOrDefault(day.toString(), 0L) : null, there ? 0 : 1));
            });
        });
        return days;
    }

    /** The months of whole days, in order. */
    public static List<Amount> months(List<Amount> days) {
        return days.stream()
                .collect(Collectors.groupingBy(
                        day -> YearMonth.from(LocalDate.parse(day.unit())).toString(),
                        TreeMap::new,
                        Collectors.toList()))
                .entrySet()
                .stream()
                .map(month -> month(month.getKey(), month.getValue()))
                .toList();
    }

    private static Amount month(String unit, List<Amount> days) {
        int missing = days.stream().mapToInt(Amount::daysMissing).sum();
        long events = days.stream()
                .map(Amount::events)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        return new Amount(unit, missing == days.size() ? null : Long.valueOf(events), missing);
    }

    private Map<String, Long> events(int site, LocalDate from, LocalDate to) {
        try (Scratch.Folder folder = scratch.folder("volume");
                SqlSession session = engine.open(folder.path())) {
            Fetched fetched = dataset.fetchEvents(site, from, to, folder.path());
            LinkedHashMap<String, ColumnType> columns = new LinkedHashMap<>();
            columns.put("server_time", ColumnType.TIMESTAMP);
            session.read("event_times", fetched.events(), columns, List.of("server_time"));
            return session.query(SqlFile.read("diagnosis/volume.sql"), rows -> {
                Map<String, Long> events = new TreeMap<>();
                while (rows.next()) {
                    events.put(String.valueOf(rows.text(0)), rows.number(1));
                }
                // files of a month may hold rows of another period
                events.keySet()
                        .removeIf(day -> day.compareTo(from.toString()) < 0 || day.compareTo(to.toString()) >= 0);
                return events;
            });
        }
    }
}

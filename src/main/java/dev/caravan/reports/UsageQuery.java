package dev.caravan.reports;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.Period;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which figures somebody asks for.
 *
 * @param period whole months unless the granularity is the day
 * @param metrics in the order of the answer; not empty
 */
record UsageQuery(Period period, Granularity granularity, By by, List<Metric> metrics) {

    /** Rows of an answer, at most, and buckets of a search; OpenSearch's own bound is 65,535. */
    static final int MOST_ROWS = 40_000;

    /** More than there are. */
    static final int COUNTRIES = 300;

    private static final int LEVELS = 3;

    /** Years and totals are made of months. */
    enum Granularity {
        DAY("yyyy-MM-dd"),
        MONTH("yyyy-MM"),
        YEAR("yyyy"),
        TOTAL("");

        private final String format;

        Granularity(String format) {
            this.format = format;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Of a bucket's date, in OpenSearch's letters. */
        String format() {
            return format;
        }

        private long of(Period period) {
            return switch (this) {
                case DAY -> period.days().count();
                case MONTH -> period.months().count();
                case YEAR -> period.to().minusDays(1).getYear() - period.from().getYear() + 1L;
                case TOTAL -> 1;
            };
        }
    }

    /** What a row is about, beside its period. */
    enum By {
        NOTHING(1),
        LEVEL(LEVELS),
        COUNTRY(COUNTRIES);

        private final int rows;

        By(int rows) {
            this.rows = rows;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param values of {@code from}, {@code to}, {@code granularity}, {@code by} and {@code metrics}, each of which may be
     *     missing: then the twelve months up to this one, by month, all metrics
     * @param today UTC
     * @throws InvalidRequest {@code parameter-invalid}, {@code period-invalid}, {@code period-too-long}
     */
    static UsageQuery of(Map<String, String> values, LocalDate today, int mostYears) {
        Granularity granularity = choice(values, "granularity", Granularity.class, Granularity.MONTH);
        By by = values.containsKey("by") ? choice(values, "by", By.class, By.NOTHING) : By.NOTHING;
        Period asked = period(values, today);
        Period period = granularity == Granularity.DAY
                ? WidgetPeriod.bounded(asked, mostYears)
                : WidgetPeriod.wholeMonths(asked, mostYears);
        long rows = granularity.of(period) * by.rows;
        if (rows > MOST_ROWS) {
            throw new InvalidRequest(
                    "period-too-long",
                    "That may be " + rows + " rows; ask for " + MOST_ROWS
                            + " at most, by a shorter period or longer steps");
        }
        return new UsageQuery(period, granularity, by, metrics(values.getOrDefault("metrics", "")));
    }

    /** The twelve months up to that of {@code to} or today, if nothing else is asked for. */
    static Period period(Map<String, String> values, LocalDate today) {
        Period last = values.containsKey("to") ? Period.parse(values.get("to")) : Period.month(YearMonth.from(today));
        Period first = values.containsKey("from")
                ? Period.parse(values.get("from"))
                : Period.month(YearMonth.from(last.to().minusDays(1)).minusMonths(11));
        return first.through(last);
    }

    private static List<Metric> metrics(String text) {
        if (text.isEmpty()) {
            return List.of(Metric.values());
        }
        return Arrays.stream(text.split(",", -1))
                .map(name -> choice(Map.of("metrics", name.strip()), "metrics", Metric.class, Metric.VIEWS))
                .distinct()
                .sorted()
                .toList();
    }

    /** @throws InvalidRequest {@code parameter-invalid} */
    static <E extends Enum<E>> E choice(Map<String, String> values, String name, Class<E> type, E fallback) {
        String text = values.get(name);
        if (text == null) {
            return fallback;
        }
        List<String> all =
                Arrays.stream(type.getEnumConstants()).map(Enum::toString).toList();
        if (!all.contains(text)) {
            throw new InvalidRequest("parameter-invalid", name + " = '" + text + "': expected one of " + all);
        }
        return type.getEnumConstants()[all.indexOf(text)];
    }
}

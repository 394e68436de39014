package dev.caravan.bench;

import java.util.List;

/** Of some numbers the median and the range. */
record Spread(double median, double min, double max, int n) {

    /** @param values not empty */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(n - 1), n);
    }
}

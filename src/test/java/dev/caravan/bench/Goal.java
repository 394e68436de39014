package dev.caravan.bench;

/**
 * What a median is to reach.
 *
 * @param atMost whether less is better
 */
record Goal(boolean atMost, double bound) {

    static Goal atMost(double bound) {
        return new Goal(true, bound);
    }

    static Goal atLeast(double bound) {
        return new Goal(false, bound);
    }

    boolean reached(Spread spread) {
        return atMost ? spread.median() <= bound : spread.median() >= bound;
    }

    @Override
    public String toString() {
        return (atMost ? "≤ " : "≥ ") + bound;
    }
}

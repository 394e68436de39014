package dev.caravan.alerts;

/**
 * Usage spikes as in the COUNTER Code of Practice R5.1, section 7.12: positive when a month has at least three times
 * the mean of the previous twelve months plus 100; negative when it has less than 1 % of a mean that is at least 20.
 *
 * <p>In whole numbers, so that the bounds are exact.
 */
final class Spikes {

    /** What a month is. */
    enum Spike {
        NONE,
        POSITIVE,
        NEGATIVE
    }

    private Spikes() {}

    /**
     * @param total of the month
     * @param previousTotal of the months before it together
     * @param previousMonths how many those are: up to 12; without any nothing is a spike
     */
    static Spike of(long total, long previousTotal, long previousMonths) {
        if (previousMonths == 0) {
            return Spike.NONE;
        }
        if (total * previousMonths >= 3 * previousTotal + 100 * previousMonths) {
            return Spike.POSITIVE;
        }
        boolean used = previousTotal >= 20 * previousMonths;
        return used && 100 * total * previousMonths < previousTotal ? Spike.NEGATIVE : Spike.NONE;
    }
}

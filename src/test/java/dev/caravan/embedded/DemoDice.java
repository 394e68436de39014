package dev.caravan.embedded;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Chance with a fixed seed: the same throws on every machine, since {@link Random}'s algorithm is specified. */
final class DemoDice {

    /** Zipf's exponent as usual for reads of repository items: the first is read about twice as often as the second. */
    private static final double POPULARITY = 0.95;

    private final Random random;
    private final Map<Integer, double[]> popularity = new HashMap<>();

    DemoDice(long seed) {
        random = new Random(seed);
    }

    boolean percent(double share) {
        return random.nextDouble() * 100 < share;
    }

    /** Both bounds included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    /** One of the things by Zipf's law; they are sorted by popularity, the most popular first. */
    <T> T popular(List<T> things) {
        return things.get(weighted(popularity.computeIfAbsent(things.size(), DemoDice::zipf)));
    }

    /** The index of one of the shares, each as likely as its size. */
    int share(int... shares) {
        double[] upTo = Arrays.stream(shares).asDoubleStream().toArray();
        Arrays.parallelPrefix(upTo, Double::sum);
        return weighted(upTo);
    }

    private int weighted(double[] upTo) {
        int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found + 1, upTo.length - 1);
    }

    private static double[] zipf(int size) {
        double[] upTo = new double[size];
        double sum = 0;
        for (int rank = 0; rank < size; rank++) {
            sum += 1 / StrictMath.pow(rank + 1, POPULARITY);
            upTo[rank] = sum;
        }
        return upTo;
    }
}

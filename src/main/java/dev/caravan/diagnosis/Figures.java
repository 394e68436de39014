package dev.caravan.diagnosis;

/**
 * The compatible figures of an item, a country or all of a site. Each counts visits.
 *
 * @param conversions visits with a view and a download or an outlink
 */
public record Figures(long views, long outlinks, long downloads, long conversions) {

    static final Figures NONE = new Figures(0, 0, 0, 0);

    /** Whether nothing was counted. */
    public boolean none() {
        return equals(NONE);
    }

    Figures plus(Figures other) {
        return new Figures(
                views + other.views,
                outlinks + other.outlinks,
                downloads + other.downloads,
                conversions + other.conversions);
    }
}

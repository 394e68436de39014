package dev.caravan.reports;

import java.util.Locale;

/** A figure that every document has, in all and by country. Documents that lack it count as 0. */
enum Metric {
    VIEWS,
    OUTLINKS,
    DOWNLOADS,
    CONVERSIONS,
    TOTAL_ITEM_INVESTIGATIONS,
    UNIQUE_ITEM_INVESTIGATIONS,
    TOTAL_ITEM_REQUESTS,
    UNIQUE_ITEM_REQUESTS;

    /** Its name in requests, documents and answers. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its field in documents. */
    String field() {
        return toString();
    }

    /** Its field of one visitor country. */
    String byCountry() {
        return Dsl.COUNTRIES + "." + field();
    }
}

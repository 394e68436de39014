package dev.caravan.usage;

import dev.caravan.usage.UsageDocument.CountryStats;
import java.util.Objects;
import net.openhft.hashing.LongHashFunction;

/** A number for a set of documents, whatever their order: equal for equal documents, run and fence left out. */
final class DocumentsHash {

    private static final LongHashFunction XX = LongHashFunction.xx();

    private long sum;
    private long documents;

    void add(UsageDocument document) {
        long countries = 0;
        for (CountryStats stats : document.statsByCountry()) {
            countries += XX.hashLongs(new long[] {
                XX.hashChars(Objects.requireNonNullElse(stats.country(), "")),
                stats.views(),
                stats.outlinks(),
                stats.downloads(),
                stats.conversions()
            });
        }
        sum += XX.hashLongs(new long[] {
            XX.hashChars(document.id()),
            XX.hashChars(document.identifier()),
            XX.hashChars(document.identifierPrefix()),
            XX.hashChars(document.country()),
            XX.hashChars(document.date() + document.level() + document.granularity() + document.complete()),
            document.views(),
            document.outlinks(),
            document.downloads(),
            document.conversions(),
            countries
        });
        documents++;
    }

    long documents() {
        return documents;
    }

    @Override
    public String toString() {
        return "%016x".formatted(sum);
    }
}

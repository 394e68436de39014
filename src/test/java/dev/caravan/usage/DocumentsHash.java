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
            countries += XX.hashLongs(
                    new long[] {XX.hashChars(Objects.requireNonNullElse(stats.country(), "")), hash(stats.metrics())});
        }
        sum += XX.hashLongs(new long[] {
            XX.hashChars(document.id()),
            XX.hashChars(document.identifier()),
            XX.hashChars(document.identifierPrefix()),
            XX.hashChars(document.country()),
            XX.hashChars(document.date() + document.level() + document.granularity() + document.complete()),
            hash(document.metrics()),
            countries
        });
        documents++;
    }

    private static long hash(Metrics metrics) {
        return XX.hashLongs(new long[] {
            metrics.views(),
            metrics.outlinks(),
            metrics.downloads(),
            metrics.conversions(),
            metrics.totalItemInvestigations(),
            metrics.uniqueItemInvestigations(),
            metrics.totalItemRequests(),
            metrics.uniqueItemRequests()
        });
    }

    long documents() {
        return documents;
    }

    @Override
    public String toString() {
        return "%016x".formatted(sum);
    }
}

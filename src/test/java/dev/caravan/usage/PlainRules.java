package dev.caravan.usage;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a source is and which rules apply to it.
 *
 * @param type level of the source: R, N or L
 * @param countryIso country of all items at R and N; empty for none
 * @param mapType 1 pattern, 2 file, anything else normalises
 * @param mapRegex Python syntax; needed for map type 1
 * @param mapReplace Python syntax, {@code \1} and {@code \g<name>}
 * @param mapFile old to new identifier, whole and exact; for map type 2
 * @param mapFirst identifiers are mapped before counting, else the counts of raw identifiers are summed
 * @param assetsV1 the original's asset pattern
 * @param identifiersV1 the original's normalisation, and none after map types 1 and 2
 * @param keepBlank a blank identifier is an item
 * @param nullCountryStays an unknown visitor country stays null, else it becomes {@code xx}
 * @param countryInRowOrder the last event for an item's country is the one with the highest idlink_va, else the latest
 */
record PlainRules(
        String type,
        String countryIso,
        int mapType,
        @Nullable String mapRegex,
        @Nullable String mapReplace,
        Map<String, String> mapFile,
        boolean mapFirst,
        boolean assetsV1,
        boolean identifiersV1,
        boolean keepBlank,
        boolean nullCountryStays,
        boolean countryInRowOrder) {

    PlainRules {
        if (!Set.of("R", "N", "L").contains(type)) {
            throw new IllegalArgumentException("No such level: " + type);
        }
        if (mapType == 1 && (mapRegex == null || mapReplace == null)) {
            throw new IllegalArgumentException("Map type 1 needs a pattern and a replacement");
        }
        mapFile = Map.copyOf(mapFile);
    }

    /** The rules a source gets when nothing is configured; normalises. */
    static PlainRules standard(String type, String countryIso) {
        return new PlainRules(type, countryIso, 0, null, null, Map.of(), true, false, false, false, false, false);
    }

    /** The rules of the original, version 1.0; normalises. */
    static PlainRules v1(String type, String countryIso) {
        return new PlainRules(type, countryIso, 0, null, null, Map.of(), false, true, true, true, true, true);
    }

    /** The same with map type 1. */
    PlainRules withRegex(String regex, String replace) {
        return new PlainRules(
                type,
                countryIso,
                1,
                regex,
                replace,
                Map.of(),
                mapFirst,
                assetsV1,
                identifiersV1,
                keepBlank,
                nullCountryStays,
                countryInRowOrder);
    }

    /** The same with map type 2. */
    PlainRules withFile(Map<String, String> file) {
        return new PlainRules(
                type,
                countryIso,
                2,
                null,
                null,
                file,
                mapFirst,
                assetsV1,
                identifiersV1,
                keepBlank,
                nullCountryStays,
                countryInRowOrder);
    }

    /** The same, identifiers mapped before counting or after. */
    PlainRules withMapFirst(boolean first) {
        return new PlainRules(
                type,
                countryIso,
                mapType,
                mapRegex,
                mapReplace,
                mapFile,
                first,
                assetsV1,
                identifiersV1,
                keepBlank,
                nullCountryStays,
                countryInRowOrder);
    }
}

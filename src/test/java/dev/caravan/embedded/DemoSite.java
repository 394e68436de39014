package dev.caravan.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site of the demo's Matomo, and the line of sources.csv about it.
 *
 * @param type R repository, N national portal, L regional portal
 * @param country upper case; {@code 0} for the regional portal
 * @param nationalSite the national portal's site, null if there is none
 * @param readers visits by people that the site gets in the two months
 * @param items the most popular first
 */
record DemoSite(
        int idsite,
        String sourceId,
        String name,
        char type,
        String country,
        String host,
        @Nullable Integer nationalSite,
        Spelling spelling,
        int readers,
        List<DemoItem> items) {

    boolean isRepository() {
        return type == 'R';
    }

    /** How the site's identifiers are spelt, and so which kind of map its source needs. */
    enum Spelling {
        /** With scheme or path by mistake: mended by the rule for all (map type 0). */
        MESSY,
        /** In part with the host that the repository had before it moved (map type 1). */
        MOVED_HOST,
        /** In part with the numbers of a former system (map type 2). */
        OLD_NUMBERS,
        /** As harvested by the portal, with a few mistakes of its sources (map type 0). */
        HARVESTED
    }
}

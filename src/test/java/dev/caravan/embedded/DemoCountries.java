package dev.caravan.embedded;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where visitors come from, as Matomo stores it: lower case, {@code xx} when unknown, null in a few old rows. */
final class DemoCountries {

    /** The most frequent first. */
    private static final List<String> WORLD = List.of(
            "br", "mx", "co", "pe", "us", "cl", "ar", "es", "ec", "pt", "bo", "cr", "uy", "py", "ve", "gt", "de", "fr",
            "do", "sv", "hn", "pa", "gb", "ni", "it", "ca", "in", "mz", "ao", "nl", "jp", "cu", "cn", "ph");

    private static final List<String> DATA_CENTRES = List.of("us", "us", "cn", "de", "sg", "nl");

    private final DemoDice dice;

    DemoCountries(DemoDice dice) {
        this.dice = dice;
    }

    /** Half of a site's readers live in its own country; a regional portal has none. */
    @Nullable
    String ofReader(DemoSite site) {
        if (dice.percent(0.8)) {
            return null;
        }
        if (dice.percent(1.5)) {
            return "xx";
        }
        boolean fromHome = site.type() != 'L' && dice.percent(50);
        return fromHome ? site.country().toLowerCase(Locale.ROOT) : dice.popular(WORLD);
    }

    String ofRobot() {
        return dice.oneOf(DATA_CENTRES);
    }
}

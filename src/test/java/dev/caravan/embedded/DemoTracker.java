package dev.caravan.embedded;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a site's tracker sends along with a hit: the custom variables, with the mistakes that such trackers make.
 *
 * <p>Repositories send the identifier in slot 1; portals in slot 6, where their search pages put the name of the search
 * back end.
 */
final class DemoTracker {

    private static final List<String> FACETS =
            List.of("Facet|format:masterThesis", "Facet|language:spa", "Facet|language:por", "Facet|year:2024");

    private final DemoDice dice;

    DemoTracker(DemoDice dice) {
        this.dice = dice;
    }

    Map<String, String> ofItem(DemoSite site, DemoItem item) {
        String identifier = spelling(site, item);
        Map<String, String> columns = new TreeMap<>();
        if (site.isRepository()) {
            variable(columns, 1, "oaipmhID", identifier);
            variable(columns, 2, "repositoryID", site.sourceId().toLowerCase(Locale.ROOT));
            variable(columns, 3, "countryID", site.country());
        } else {
            variable(columns, 1, "RecordFormat", "dspace");
            variable(columns, 2, "RecordData", item.recordData());
            variable(columns, 3, "RecordInstitution", item.host());
            variable(columns, 6, "oaipmhID", identifier);
        }
        return columns;
    }

    /** A portal's list of results. */
    Map<String, String> ofSearchPage() {
        Map<String, String> columns = new TreeMap<>();
        variable(columns, 1, "Facets", "format,language,year");
        variable(columns, 2, "FacetTypes", dice.oneOf(FACETS));
        variable(columns, 3, "SearchType", "AllFields");
        variable(columns, 6, "SearchBackend", "Solr");
        return columns;
    }

    /** @return null when the page did not know its identifier */
    private @Nullable String spelling(DemoSite site, DemoItem item) {
        if (dice.percent(1.2)) {
            return null;
        }
        if (dice.percent(0.8)) {
            return "";
        }
        return switch (site.spelling()) {
            case MESSY -> messy(item);
            case MOVED_HOST -> dice.percent(22) ? item.identifierAt(DemoSites.MOVED_FROM) : item.identifier();
            case OLD_NUMBERS -> dice.percent(25) ? DemoOldNumbers.of(item) : item.identifier();
            case HARVESTED -> dice.percent(4) ? withServerPath(item) : item.identifier();
        };
    }

    private String messy(DemoItem item) {
        return switch (dice.share(80, 10, 5, 3, 2)) {
            case 0 -> item.identifier();
            case 1 -> withServerPath(item);
            case 2 -> item.identifierAt(item.host() + "/rest");
            case 3 -> item.identifierAt("http://" + item.host() + "/server");
            default -> item.identifierAt("https://" + item.host());
        };
    }

    /** As DSpace 7 does when the whole address of its server is configured. */
    private static String withServerPath(DemoItem item) {
        return item.identifierAt("https://" + item.host() + "/server");
    }

    private static void variable(Map<String, String> columns, int slot, String key, @Nullable String value) {
        if (value != null) {
            columns.put("custom_var_k" + slot, key);
            columns.put("custom_var_v" + slot, value);
        }
    }
}

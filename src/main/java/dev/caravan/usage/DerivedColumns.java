package dev.caravan.usage;

import com.google.re2j.Pattern;
import dev.caravan.dataset.DerivedColumn;
import dev.caravan.platform.Digests;
import dev.caravan.sources.IdentifierColumns;
import dev.caravan.sources.IdentifierRule;
import dev.caravan.sources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the stages would compute of every event's URL and identifier, computed when the event is extracted.
 *
 * <p>INVARIANT: a value is the one that {@link UsageRules}' SQL gives, for every text. Patterns are RE2's in both.
 */
public final class DerivedColumns {

    /** Whether the URL is an asset's; null without a URL. */
    static final String ASSET = "asset";

    /** The mapped and normalised identifier where it differs from the raw one, else null. */
    static final String MAPPED = "identifier_mapped";

    /** Of a pattern: a letter that is not of ASCII, or a class or a number that stands for one. */
    private static final Pattern BEYOND_ASCII = Pattern.compile("[^\\x00-\\x7f]|\\\\[pPx0-7]");

    private static final int V1_TAIL = 9;

    private final UsageRules rules;
    private final IdentifierColumns identifiers;

    public DerivedColumns(UsageSettings settings, IdentifierColumns identifiers) {
        this.rules = settings.rules();
        this.identifiers = identifiers;
    }

    /**
     * A source's own mapping may change at any time, so its identifiers are left to the stages; and so are patterns of
     * assets that may tell letters beyond ASCII apart, as Java and the engine know different versions of Unicode.
     */
    public List<DerivedColumn> of(Source source) {
        List<DerivedColumn> columns = new ArrayList<>();
        if (assetPatterns().stream()
                .noneMatch(pattern -> BEYOND_ASCII.matcher(pattern).find())) {
            columns.add(asset());
        }
        if (source.mapType() == 0) {
            columns.add(mapped(identifiers.of(source.type())));
        }
        return columns;
    }

    private List<String> assetPatterns() {
        return rules.assets() == UsageRules.Rule.V1_0 ? List.of(rules.assetV1Pattern()) : rules.assetPatterns();
    }

    private DerivedColumn asset() {
        boolean v1 = rules.assets() == UsageRules.Rule.V1_0;
        List<Pattern> patterns = assetPatterns().stream().map(Pattern::compile).toList();
        return new DerivedColumn(ASSET, DerivedColumn.Type.BOOLEAN, "action_url", version(ASSET, v1, patterns), url -> {
            if (url == null) {
                return null;
            }
            String text = v1 ? lower(tail(url)) : lastSegment(lower(url));
            return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
        });
    }

    private DerivedColumn mapped(String column) {
        IdentifierRule rule = rules.identifierRule();
        String version = version(MAPPED, column, rule.normalisations());
        return new DerivedColumn(MAPPED, DerivedColumn.Type.TEXT, column, version, raw -> {
            if (raw == null || !raw.startsWith("oai:") || !hasColonAfterSlash(raw)) {
                return null;
            }
            String mapped = rule.normalised(raw);
            return mapped.equals(raw) ? null : mapped;
        });
    }

    /** Without one no step changes anything, and most identifiers have none: {@code oai:host:1/2}. */
    private static boolean hasColonAfterSlash(String raw) {
        int slash = raw.indexOf('/');
        return slash >= 0 && raw.indexOf(':', slash) >= 0;
    }

    private static String version(String column, Object... rules) {
        return Digests.sha256(List.of(column, "1", List.of(rules).toString())).substring(0, 8);
    }

    /** Letter by letter, as the engine does it: no letter becomes two, and none depends on its neighbours. */
    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '\u007f') {
                int[] letters = text.codePoints().map(Character::toLowerCase).toArray();
                return new String(letters, 0, letters.length);
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String tail(String url) {
        int letters = url.codePointCount(0, url.length());
        return letters <= V1_TAIL ? url : url.substring(url.offsetByCodePoints(url.length(), -V1_TAIL));
    }

    /** Of the path, without scheme, host, query and fragment; empty when there is no path. */
    private static String lastSegment(String url) {
        int begin = url.indexOf("://");
        begin = begin > 0 && isScheme(url, begin) ? begin + 3 : 0;
        int end = begin;
        int slash = -1;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
            if (url.charAt(end) == '/') {
                slash = end;
            }
            end++;
        }
        return slash < 0 ? "" : url.substring(slash + 1, end);
    }

    private static boolean isScheme(String url, int end) {
        return url.charAt(0) >= 'a'
                && url.charAt(0) <= 'z'
                && url.substring(0, end)
                        .chars()
                        .allMatch(c -> "abcdefghijklmnopqrstuvwxyz0123456789+.-".indexOf(c) >= 0);
    }
}

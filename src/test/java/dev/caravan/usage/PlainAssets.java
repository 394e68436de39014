package dev.caravan.usage;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells thumbnails, previews and extracted texts from what a person downloads, by the URL alone. */
final class PlainAssets {

    private static final Pattern V1 = Pattern.compile(".\\.[a-z]{3}\\.(jpg|png)|\\.jpeg\\.(jpg|png)");
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://");
    private static final Pattern DERIVED = Pattern.compile("\\.[a-z0-9]{2,5}\\.(jpg|jpeg|png|txt)$");

    private PlainAssets() {}

    static boolean isAsset(String url, PlainRules rules) {
        return rules.assetsV1() ? isAssetV1(url) : isAsset(url);
    }

    /** The original's rule: the last nine characters, query and fragment included. */
    static boolean isAssetV1(String url) {
        int[] codePoints = url.codePoints().toArray();
        int from = Math.max(0, codePoints.length - 9);
        String tail = new String(codePoints, from, codePoints.length - from).toLowerCase(Locale.ROOT);
        return V1.matcher(tail).matches();
    }

    /** The default rule: the last segment of the path. */
    static boolean isAsset(String url) {
        String rest = SCHEME.matcher(url).replaceFirst("");
        String hostAndPath = rest.split("[?#]", 2)[0];
        int slash = hostAndPath.lastIndexOf('/');
        if (slash < 0) {
            return false;
        }
        String segment = hostAndPath.substring(slash + 1).toLowerCase(Locale.ROOT);
        return DERIVED.matcher(segment).find();
    }
}

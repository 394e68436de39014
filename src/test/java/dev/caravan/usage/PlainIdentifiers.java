package dev.caravan.usage;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings the spellings of one item's identifier together: mapping by the source's rule, then normalisation. */
final class PlainIdentifiers {

    private static final String OAI = "oai:";
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s*", Pattern.UNICODE_CHARACTER_CLASS);

    private PlainIdentifiers() {}

    static String map(String raw, PlainRules rules) {
        String mapped =
                switch (rules.mapType()) {
                    case 1 ->
                        PythonRegex.replaceAll(
                                Objects.requireNonNull(rules.mapRegex()),
                                Objects.requireNonNull(rules.mapReplace()),
                                raw);
                    case 2 -> rules.mapFile().getOrDefault(raw, raw);
                    default -> raw;
                };
        if (!rules.identifiersV1()) {
            return normalise(mapped);
        }
        boolean isMapped = rules.mapType() == 1 || rules.mapType() == 2;
        return isMapped ? mapped : normaliseV1(mapped);
    }

    /** Empty or nothing but white space, Unicode's and the no-break space included. */
    static boolean isBlank(String identifier) {
        return WHITE_SPACE.matcher(identifier).matches();
    }

    /** The default: what comes before the local part is never taken from the local part. */
    static String normalise(String identifier) {
        if (!identifier.startsWith(OAI)) {
            return identifier;
        }
        String rest = identifier.substring(OAI.length());
        String withoutScheme = withoutScheme(rest);
        boolean hasScheme = withoutScheme.length() < rest.length();
        if (!hasScheme && host(rest).contains(":")) {
            return identifier;
        }
        String cut = pathCut(withoutScheme);
        if (cut != null) {
            return cut;
        }
        return hasScheme && hasLocalPart(host(withoutScheme)) ? OAI + withoutScheme : identifier;
    }

    /** The original's, version 1.0. */
    static String normaliseV1(String identifier) {
        if (!identifier.startsWith(OAI)) {
            return identifier;
        }
        String rest = identifier.substring(OAI.length());
        String first = tryV1(withoutScheme(rest));
        if (first != null) {
            return first;
        }
        String second = tryV1(rest);
        return second != null ? second : identifier;
    }

    private static @Nullable String tryV1(String s) {
        String cut = pathCut(s);
        if (cut != null) {
            return cut;
        }
        return hasLocalPart(host(s)) ? OAI + s : null;
    }

    /** Rule (a): {@code host/path:local} to {@code oai:host:local}; null when the text has no such form. */
    private static @Nullable String pathCut(String s) {
        int p = s.indexOf('/');
        if (p < 1) {
            return null;
        }
        int q = s.indexOf(':', p);
        return q > p + 1 ? OAI + s.substring(0, p) + s.substring(q) : null;
    }

    /** Rule (b): a colon that is not the first character. */
    private static boolean hasLocalPart(String host) {
        return host.indexOf(':', 1) >= 1;
    }

    private static String host(String s) {
        int slash = s.indexOf('/');
        return slash < 0 ? s : s.substring(0, slash);
    }

    private static String withoutScheme(String s) {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (s.startsWith(scheme)) {
                return s.substring(scheme.length());
            }
        }
        return s;
    }
}

package dev.caravan.sources;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.caravan.platform.PipelineException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;

/**
 * A source's own identifier rule, checked: a pattern and a replacement as the SQL engine takes them.
 *
 * @param regex in RE2's dialect
 * @param replacement with {@code \1} to {@code \9} for groups, {@code \0} for the whole match
 */
public record IdentifierPattern(String regex, String replacement) {

    /** What a Python replacement may hold: {@code \1}, {@code \g<1>}, {@code \g<name>}, {@code \\}. */
    private static final java.util.regex.Pattern REFERENCE =
            java.util.regex.Pattern.compile("\\\\(?:g<([^>]*)>|([0-9]{1,2})|(.)|$)", java.util.regex.Pattern.DOTALL);

    /**
     * @param regex in Python's dialect, without look-around and back-references
     * @param replacement in Python's dialect
     * @throws IllegalArgumentException with a sentence when either cannot be used
     */
    public static IdentifierPattern of(String regex, String replacement) {
        if (regex.isEmpty()) {
            throw new IllegalArgumentException("identifier_map_regex is empty, and identifier_map_type is 1");
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("identifier_map_regex cannot be used: " + e.getMessage()
                    + " (look-around and back-references are not supported)");
        }
        return new IdentifierPattern(regex, translate(pattern, replacement));
    }

    /** @throws PipelineException.Permanent {@code source-map} when the source's pattern cannot be used */
    public static IdentifierPattern of(Source source) {
        try {
            return of(
                    Objects.requireNonNullElse(source.mapRegex(), ""),
                    Objects.requireNonNullElse(source.mapReplace(), ""));
        } catch (IllegalArgumentException e) {
            throw new PipelineException.Permanent("source-map", source.sourceId() + ": " + e.getMessage(), e);
        }
    }

    private static String translate(Pattern pattern, String replacement) {
        Matcher matcher = REFERENCE.matcher(replacement);
        StringBuilder translated = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(translated, Matcher.quoteReplacement(reference(pattern, matcher)));
        }
        return matcher.appendTail(translated).toString();
    }

    private static String reference(Pattern pattern, Matcher matcher) {
        if (matcher.group(3) != null && matcher.group(3).equals("\\")) {
            return "\\\\";
        }
        String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        if (name == null) {
            throw new IllegalArgumentException(
                    "identifier_map_replace: '" + matcher.group() + "' is no reference to a group of the pattern");
        }
        Integer group = name.matches("\\d{1,9}")
                ? Integer.valueOf(name)
                : pattern.namedGroups().get(name);
        if (group == null || group > Math.min(pattern.groupCount(), 9)) {
            throw new IllegalArgumentException(
                    "identifier_map_replace: the pattern has no group '" + name + "' (groups 1 to 9 can be used)");
        }
        return "\\" + group;
    }

    /**
     * The file of a source whose map type is 2.
     *
     * @throws IllegalArgumentException with a sentence when the name leads out of the folder
     */
    public static Path mapFile(Path mapDir, String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("identifier_map_filename is empty, and identifier_map_type is 2");
        }
        Path file = mapDir.resolve(name).normalize();
        if (!file.startsWith(mapDir.normalize())) {
            throw new IllegalArgumentException(
                    "identifier_map_filename '" + name + "' must lie in " + mapDir + " (usage.identifiers.map-dir)");
        }
        return file;
    }
}

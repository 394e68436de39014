package dev.caravan.sources;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.caravan.platform.PipelineException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The spelling under which an item is indexed, for who looks for one item: what the stages do for all items of a month.
 * Safe for many threads.
 *
 * @param mapDir where the sources' map files lie
 */
public record IdentifierSpelling(IdentifierRule rule, Path mapDir) {

    private static final java.util.regex.Pattern PREFIX =
            java.util.regex.Pattern.compile("^oai:(?:https?://)?([^/:]+)", java.util.regex.Pattern.DOTALL);

    /** {@code oai:} and the host; empty for an identifier of another form. */
    public static Optional<String> prefix(String identifier) {
        java.util.regex.Matcher matcher = PREFIX.matcher(identifier);
        return matcher.find() ? Optional.of("oai:" + matcher.group(1)) : Optional.empty();
    }

    /** As a source without a mapping of its own has it. */
    public String of(String raw) {
        return rule.normalised(raw);
    }

    /** @throws PipelineException.Permanent {@code source-map} when the source's own mapping cannot be used */
    public String of(Source source, String raw) {
        String mapped =
                switch (source.mapType()) {
                    case 1 -> byPattern(source, raw);
                    case 2 -> IdentifierMap.read(mapDir, source).getOrDefault(raw, raw);
                    default -> raw;
                };
        return rule.normalises(source) ? rule.normalised(mapped) : mapped;
    }

    private static String byPattern(Source source, String raw) {
        IdentifierPattern pattern = IdentifierPattern.of(source);
        Matcher matcher = Pattern.compile(pattern.regex()).matcher(raw);
        StringBuilder mapped = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            mapped.append(raw, copied, matcher.start());
            expand(pattern.replacement(), matcher, mapped);
            copied = matcher.end();
        }
        return mapped.append(raw, copied, raw.length()).toString();
    }

    /** After a backslash a digit is a group, and another backslash is itself. */
    private static void expand(String replacement, Matcher matcher, StringBuilder into) {
        for (int i = 0; i < replacement.length(); i++) {
            boolean escape = replacement.charAt(i) == '\\';
            char letter = replacement.charAt(escape ? ++i : i);
            if (escape && letter != '\\') {
                into.append(Objects.requireNonNullElse(matcher.group(letter - '0'), ""));
            } else {
                into.append(letter);
            }
        }
    }
}

package dev.caravan.usage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code re.sub} on the patterns and templates that a source's mapping may use. */
final class PythonRegex {

    private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?P<(\\w+)>");
    private static final Pattern REFERENCE =
            Pattern.compile("\\\\(?:([1-9][0-9]?)|g<([0-9]+)>|g<([A-Za-z_]\\w*)>|(\\\\))");

    private PythonRegex() {}

    /** Replaces all matches; a group that took no part is the empty text. */
    static String replaceAll(String regex, String template, String text) {
        Matcher matcher = compile(regex).matcher(text);
        StringBuilder out = new StringBuilder();
        int done = 0;
        while (matcher.find()) {
            out.append(text, done, matcher.start()).append(expanded(template, matcher));
            done = matcher.end();
        }
        return out.append(text.substring(done)).toString();
    }

    private static Pattern compile(String regex) {
        String java = NAMED_GROUP.matcher(regex).replaceAll(name -> "(?<" + javaName(name.group(1)) + ">");
        return Pattern.compile(java, Pattern.UNIX_LINES);
    }

    private static String expanded(String template, Matcher match) {
        Matcher reference = REFERENCE.matcher(template);
        StringBuilder out = new StringBuilder();
        int done = 0;
        while (reference.find()) {
            out.append(literal(template.substring(done, reference.start())));
            out.append(value(reference, match));
            done = reference.end();
        }
        return out.append(literal(template.substring(done))).toString();
    }

    private static String value(Matcher reference, Matcher match) {
        if (reference.group(4) != null) {
            return "\\";
        }
        String number = reference.group(1) != null ? reference.group(1) : reference.group(2);
        String value =
                number != null ? match.group(Integer.parseInt(number)) : match.group(javaName(reference.group(3)));
        return value == null ? "" : value;
    }

    private static String literal(String text) {
        if (text.contains("\\")) {
            throw new IllegalArgumentException("Escape not supported in a replacement: " + text);
        }
        return text;
    }

    /** Java allows no underscore in a group's name. */
    private static String javaName(String name) {
        return name.replace("_", "U95");
    }
}

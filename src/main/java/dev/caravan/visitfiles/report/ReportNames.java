package dev.caravan.visitfiles.report;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.OptionalLong;

/**
 * Which names are reports'. A name must match completely, in upper and lower case too, so that nothing that is still
 * being written under another name is taken.
 */
public final class ReportNames {

    /** {@code report_10.txt} and {@code report_007.txt}, with the consecutive numbers 10 and 7. */
    public static final String USUAL = "report_(\\d{1,18})\\.txt";

    private final Pattern pattern;

    /**
     * @param pattern in RE2's syntax; its first group is the consecutive number
     * @throws IllegalArgumentException when it is none, or has no group
     */
    public ReportNames(String pattern) {
        try {
            this.pattern = Pattern.compile(pattern);
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw new IllegalArgumentException(pattern, e);
        }
        if (this.pattern.groupCount() < 1) {
            throw new IllegalArgumentException(pattern);
        }
    }

    /**
     * @param name of a file, without its folder
     * @return the consecutive number; empty for a name that is no report's, also when its number is none of 1 to 18 digits
     */
    public OptionalLong consecutive(String name) {
        Matcher matcher = pattern.matcher(name);
        if (!matcher.matches() || matcher.group(1) == null || !matcher.group(1).matches("[0-9]{1,18}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)));
    }
}

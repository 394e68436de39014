package dev.caravan.platform;

import java.util.regex.Pattern;

/** Text from outside without who it is about. */
public final class Masked {

    /** What could be a name before an @; the domain says whose customers have trouble. */
    private static final Pattern NAME = Pattern.compile("([^\\s@=\"'<>(),;])[^\\s@=\"'<>(),;]*@");

    private static final Pattern IPV4 = Pattern.compile("\\b(\\d{1,3})(\\.\\d{1,3}){3}\\b");

    private Masked() {}

    /** {@code persona@ejemplo.com} is {@code p***@ejemplo.com}. */
    public static String names(String text) {
        return NAME.matcher(text).replaceAll("$1***@");
    }

    /** The names, and of {@code 192.0.2.16} is left {@code 192.***}. */
    public static String namesAndHosts(String text) {
        return IPV4.matcher(names(text)).replaceAll("$1.***");
    }
}

package dev.caravan.visitfiles.report;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Lists of IP addresses, as text. */
final class IpList {

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

    /** INVARIANT: of a text with a colon that begins so the JDK asks no name server, whatever else is in it. */
    private static final Pattern MAYBE_IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]*");

    private static final int LONGEST = 45;

    private IpList() {}

    /** Whether each element is an IPv4 or IPv6 address; an empty one is none. */
    static boolean isValid(String list) {
        for (String element : list.split(",", -1)) {
            if (!isAddress(element.strip())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAddress(String text) {
        if (IPV4.matcher(text).matches()) {
            return true;
        }
        boolean maybe = text.length() <= LONGEST
                && text.indexOf(':') >= 0
                && MAYBE_IPV6.matcher(text).matches();
        return maybe && isLiteral(text);
    }

    private static boolean isLiteral(String text) {
        try {
            InetAddress unused = InetAddress.getByName(text);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

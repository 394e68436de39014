package dev.caravan.visitfiles;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which e-mail addresses are taken: ASCII, one {@code @}, no quoted local part, a domain of two labels or more whose
 * last is of letters. Nothing is asked of any server.
 */
final class EmailAddress {

    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL = 64;

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern ADDRESS =
            Pattern.compile(ATOM + "(?:\\." + ATOM + ")*+@(?:" + LABEL + "\\.)+[A-Za-z]{2,63}");

    private EmailAddress() {}

    static boolean tooLong(String address) {
        return address.length() > MAX_LENGTH || address.indexOf('@') > MAX_LOCAL;
    }

    /** Whatever its length; an address that is too long is none that is malformed, too. */
    static boolean wellFormed(String address) {
        return ADDRESS.matcher(Cut.at(MAX_LENGTH * 4, address)).matches();
    }

    /** @param address a well-formed one: letters beyond ASCII could become ASCII */
    static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}

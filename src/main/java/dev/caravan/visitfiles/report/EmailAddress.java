package dev.caravan.visitfiles.report;

import java.util.BitSet;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which e-mail addresses are taken: ASCII, one {@code @}, no quoted local part, a domain of two labels or more whose
 * last is of letters. Nothing is asked of any server. Not a regular expression, which takes a fifth of all the time.
 */
final class EmailAddress {

    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL = 64;
    private static final int MAX_LABEL = 63;

    private static final BitSet LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static final BitSet LABEL = set("0123456789-", LETTERS);
    private static final BitSet ATOM = set("!#$%&'*+/=?^_`{|}~", LABEL);

    private EmailAddress() {}

    static boolean tooLong(String address) {
        return address.length() > MAX_LENGTH || address.indexOf('@') > MAX_LOCAL;
    }

    /** One that is {@link #tooLong} is not. */
    static boolean wellFormed(String address) {
        int at = address.indexOf('@');
        return at > 0 && !tooLong(address) && isLocalPart(address, at) && isDomain(address, at + 1);
    }

    private static boolean isLocalPart(String address, int end) {
        for (int start = 0; start <= end; ) {
            int dot = address.indexOf('.', start);
            int atomEnd = dot < 0 || dot > end ? end : dot;
            if (!isOf(ATOM, address, start, atomEnd)) {
                return false;
            }
            start = atomEnd + 1;
        }
        return true;
    }

    private static boolean isDomain(String address, int from) {
        int start = from;
        for (int dot = address.indexOf('.', start); dot >= 0; dot = address.indexOf('.', start)) {
            boolean hyphen = address.charAt(start) == '-' || address.charAt(dot - 1) == '-';
            if (hyphen || dot - start > MAX_LABEL || !isOf(LABEL, address, start, dot)) {
                return false;
            }
            start = dot + 1;
        }
        int last = address.length() - start;
        return start > from && last >= 2 && last <= MAX_LABEL && isOf(LETTERS, address, start, address.length());
    }

    private static boolean isOf(BitSet allowed, String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!allowed.get(text.charAt(i))) {
                return false;
            }
        }
        return end > start;
    }

    private static BitSet set(String letters, BitSet... others) {
        BitSet set = new BitSet();
        letters.chars().forEach(set::set);
        Stream.of(others).forEach(set::or);
        return set;
    }

    /** @param address a well-formed one: letters beyond ASCII could become ASCII */
    static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}

package dev.caravan.visitfiles.report;

import java.time.LocalDateTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Dates as the reports write them, {@code dd/MM/yyyy HH:mm} exactly. Most rows have one, so it must be fast. */
final class VisitTime {

    private static final int LENGTH = 16;

    private VisitTime() {}

    /** @return null for all that is no real date and time in this form */
    static @Nullable LocalDateTime parse(String text) {
        boolean form = text.length() == LENGTH
                && text.charAt(2) == '/'
                && text.charAt(5) == '/'
                && text.charAt(10) == ' '
                && text.charAt(13) == ':';
        if (!form) {
            return null;
        }
        int day = number(text, 0);
        int month = number(text, 3);
        int century = number(text, 6);
        int year = number(text, 8);
        int hour = number(text, 11);
        int minute = number(text, 14);
        boolean digits = day >= 0 && month >= 0 && century >= 0 && year >= 0 && hour >= 0 && minute >= 0;
        if (!digits || !isDay(century * 100 + year, month, day) || hour > 23 || minute > 59) {
            return null;
        }
        return LocalDateTime.of(century * 100 + year, month, day, hour, minute);
    }

    private static boolean isDay(int year, int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
    }

    /** Of two digits; negative when they are none. */
    private static int number(String text, int at) {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}

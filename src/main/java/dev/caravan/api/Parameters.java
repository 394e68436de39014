package dev.caravan.api;

import dev.caravan.platform.InvalidRequest;
import dev.caravan.run.Period;
import dev.caravan.run.State;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a query, by their kinds. Every method throws {@code parameter-invalid} for what is none. */
record Parameters(Map<String, String> values) {

    private static final int MOST = 1000;

    /** Empty when it is not given. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** How long a page is: 100, or 1 to 1000. */
    int limit() {
        long limit = number("limit", 100);
        if (limit < 1 || limit > MOST) {
            throw invalid("limit", "a whole number from 1 to " + MOST);
        }
        return (int) limit;
    }

    /** An id or a cursor. */
    long number(String name, long fallback) {
        String text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        if (!text.matches("\\d{1,18}")) {
            throw invalid(name, "a whole number");
        }
        return Long.parseLong(text);
    }

    /** Empty when it is not given. */
    String state() {
        String state = text("state").toUpperCase(Locale.ROOT);
        if (!state.isEmpty() && Arrays.stream(State.values()).map(State::name).noneMatch(state::equals)) {
            throw invalid("state", "one of " + Arrays.toString(State.values()));
        }
        return state;
    }

    /** From {@code from} to {@code to}, each a day or month and inclusive; null when neither is given. */
    @Nullable
    Period span() {
        String from = text("from");
        String to = text("to");
        if (from.isEmpty() && to.isEmpty()) {
            return null;
        }
        Period first = Period.parse(dayOrMonth(from.isEmpty() ? "1000-01" : from));
        return first.through(Period.parse(dayOrMonth(to.isEmpty() ? "9998-12" : to)));
    }

    /** The commands know years as well; for programs two forms are enough. */
    static String dayOrMonth(String text) {
        if (text.length() == 4) {
            throw new InvalidRequest("period-invalid", "'" + text + "' is no day or month: give 2026-09-05 or 2026-09");
        }
        return text;
    }

    private Problem invalid(String name, String expected) {
        return new Problem(400, "parameter-invalid", name + " = '" + text(name) + "': expected " + expected);
    }
}

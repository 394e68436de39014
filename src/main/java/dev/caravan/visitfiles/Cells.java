package dev.caravan.visitfiles;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** The cells of one row, one for each column. Empty and {@code -} both say that there is no value. */
final class Cells {

    /** What {@link #count} gives for something else than a whole number. */
    static final int NO_NUMBER = -1;

    private final String[] values;

    Cells(String[] values) {
        this.values = values;
    }

    /** As in the file, where the columns' order is theirs, without quotes and blanks around it. */
    @SuppressWarnings("EnumOrdinal")
    String of(Column column) {
        return values[column.ordinal()];
    }

    boolean has(Column column) {
        String value = of(column);
        return !value.isEmpty() && !value.equals("-");
    }

    @Nullable
    String text(Column column) {
        return has(column) ? of(column) : null;
    }

    /** Null also for what is no date. */
    @Nullable
    LocalDateTime time(Column column) {
        return has(column) ? VisitTime.parse(of(column)) : null;
    }

    /** 0 for no value. */
    int count(Column column) {
        String digits = has(column) ? of(column) : "0";
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return NO_NUMBER;
            }
            number = Math.min(number * 10 + c - '0', Integer.MAX_VALUE + 1L);
        }
        return number > Integer.MAX_VALUE ? NO_NUMBER : (int) number;
    }
}

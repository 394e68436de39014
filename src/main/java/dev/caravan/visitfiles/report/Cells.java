package dev.caravan.visitfiles.report;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** The cells of one row, one for each column. Empty and {@code -} both say that there is no value. */
final class Cells {

    /** A count that is no whole number, or too large. */
    static final int NO_NUMBER = -1;

    private final String[] values;

    /** Null for none, and for what is no date. */
    final @Nullable LocalDateTime sent;

    final @Nullable LocalDateTime opened;
    final @Nullable LocalDateTime clicked;

    /** 0 for none. */
    final int opens;

    final int viralOpens;
    final int clicks;
    final int viralClicks;

    Cells(String[] values) {
        this.values = values;
        this.sent = time(Column.SENT);
        this.opened = time(Column.OPENED);
        this.clicked = time(Column.CLICKED);
        this.opens = count(Column.OPENS);
        this.viralOpens = count(Column.VIRAL_OPENS);
        this.clicks = count(Column.CLICKS);
        this.viralClicks = count(Column.VIRAL_CLICKS);
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

    private @Nullable LocalDateTime time(Column column) {
        return has(column) ? VisitTime.parse(of(column)) : null;
    }

    private int count(Column column) {
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

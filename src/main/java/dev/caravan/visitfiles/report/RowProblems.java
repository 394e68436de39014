package dev.caravan.visitfiles.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a row, in the order of the rules; the first decides. */
final class RowProblems {

    private static final int MAX_VALUE = 512;

    private final List<String> codes = new ArrayList<>(0);
    private String message = "";
    private @Nullable String column;
    private @Nullable String value;

    boolean none() {
        return codes.isEmpty();
    }

    /** The row as a whole is wrong. */
    RowProblems add(Code code, String text) {
        if (none()) {
            message = text;
        }
        if (!codes.contains(code.toString())) {
            codes.add(code.toString());
        }
        return this;
    }

    void addIf(boolean wrong, Code code, Column where, Cells cells) {
        if (wrong) {
            if (none()) {
                column = where.header();
                value = Cut.at(MAX_VALUE, cells.of(where));
            }
            add(code, code.text());
        }
    }

    RowError error(int line, String original) {
        return new RowError(line, codes, column, value, message, original);
    }
}

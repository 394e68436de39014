package dev.caravan.visitfiles.load;

import dev.caravan.visitfiles.report.RowSink;

/** The rows of one file, which can be had more than once: a load that the database called off begins again. */
@FunctionalInterface
public interface Rows {

    /** Hands over all rows, in the file's order, and returns when there are no more. Constant memory. */
    void into(RowSink sink);
}

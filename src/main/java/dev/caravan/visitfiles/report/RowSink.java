package dev.caravan.visitfiles.report;

/** Gets a file's rows in its order, each once: valid, or with an error. */
public interface RowSink {

    void valid(VisitRow row);

    void rejected(RowError error);
}

package dev.caravan.tracking;

/** Sees how an import goes, on its thread. */
public interface ImportWatcher {

    /**
     * @param bytes of the input that have been read
     * @param tracked requests so far, former calls included
     * @param refused likewise
     */
    void at(long bytes, long tracked, long refused);

    /** Something that the operator should know while it goes on; one line. */
    void note(String text);
}

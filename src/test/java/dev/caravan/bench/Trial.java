package dev.caravan.bench;

/** Something that can be done again and again in one JVM. */
interface Trial extends AutoCloseable {

    /** Does it once, and says what it took; what it takes to get ready is not counted. */
    Sample run() throws Exception;

    @Override
    default void close() throws Exception {}
}

package dev.caravan.engine;

import java.nio.file.Path;

/** Runs the stages' SQL. The stages keep to words that every engine has; what is spelt differently is its prelude. */
public interface SqlEngine {

    /**
     * A session of its own for one work item.
     *
     * @param folder the only folder that the session may read or write
     */
    SqlSession open(Path folder);
}

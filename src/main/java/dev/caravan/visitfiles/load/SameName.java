package dev.caravan.visitfiles.load;

/** What to do with a file whose name was loaded before with another content: A.6.3 of the specification. */
public enum SameName {
    /** Loads it too: producers begin their numbers anew. */
    LOAD,
    /** Loads nothing: an operator decides. */
    HOLD,
    /**
     * Takes the rows of the version that was found before this one out and loads this one, in one transaction; is like HOLD
     * when the other one was found later.
     */
    REPLACE
}

package dev.caravan.run;

/** Hears how every claim of this instance ends. */
@FunctionalInterface
public interface EndingListener {

    /** Called on the worker's thread; must be quick and not throw. */
    void ended(Ending ending);
}

package dev.caravan.run;

/** Hears how every claim of this instance ends. */
@FunctionalInterface
public interface EndingListener {

    /** Called once for each claim, on the worker's thread or the one that stops the service; must be quick and not throw. */
    void ended(Ending ending);
}

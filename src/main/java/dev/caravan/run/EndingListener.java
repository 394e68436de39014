package dev.caravan.run;

/** Hears how every claim of this instance begins and ends. */
@FunctionalInterface
public interface EndingListener {

    /** Called once for each claim, on the worker's thread or the one that stops the service; must be quick and not throw. */
    void ended(Ending ending);

    /** Called once for each claim before it is worked on, on the worker's thread; as quick, and must not throw. */
    default void begun(Lease lease) {}

    /** Both hear, this one first. */
    default EndingListener and(EndingListener other) {
        EndingListener first = this;
        return new EndingListener() {
            @Override
            public void begun(Lease lease) {
                first.begun(lease);
                other.begun(lease);
            }

            @Override
            public void ended(Ending ending) {
                first.ended(ending);
                other.ended(ending);
            }
        };
    }
}

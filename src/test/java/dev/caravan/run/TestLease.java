package dev.caravan.run;

/** A lease that never ends, for tests of what is done under one. */
public final class TestLease {

    private TestLease() {}

    public static Lease of(String pipeline, String subject, Period period) {
        WorkItem item =
                new WorkItem(1, "20260101T000000-000001", pipeline, subject, period.unit(), period, 1, 1, false, false);
        return new Lease(item, Long.MAX_VALUE, lease -> {});
    }
}

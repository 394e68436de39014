package dev.caravan.run;

/**
 * What came of a {@link PlanRequest}.
 *
 * @param runId the run that was made; its items are the opened and the joined
 * @param opened items that became READY by this plan
 * @param joined items that were open already and now belong to this run as well
 * @param current items that need nothing
 * @param dead items of the period that are dead and were left so
 */
public record Plan(String runId, int opened, int joined, int current, int dead) {

    public boolean isEmpty() {
        return opened + joined == 0;
    }
}

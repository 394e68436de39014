package dev.caravan.run;

import java.util.LinkedHashMap;
import java.util.Map;

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

    /** For JSON, in this order: run, opened, joined, current, dead. A map of the caller's own. */
    public Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("run", runId);
        summary.put("opened", opened);
        summary.put("joined", joined);
        summary.put("current", current);
        summary.put("dead", dead);
        return summary;
    }
}

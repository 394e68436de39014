package dev.caravan.run;

/**
 * A claimed piece of work: small, and safe to do again.
 *
 * @param id the ledger's
 * @param runId the run that it is done for: that opened it last, or that its worker is limited to
 * @param subject a site, or where files come from
 * @param unit the period, or a file
 * @param period the days it covers
 * @param attempt 1 for the first
 * @param token the fencing token of this claim: greater than that of every earlier one
 * @param dryRun count, write nothing
 * @param allowIncomplete do it although a part of the period is missing
 */
public record WorkItem(
        long id,
        String runId,
        String pipeline,
        String subject,
        String unit,
        Period period,
        int attempt,
        long token,
        boolean dryRun,
        boolean allowIncomplete) {

    /** For messages: {@code matomo 3 2026-09-05}. */
    public String label() {
        return pipeline + " " + subject + " " + unit;
    }
}

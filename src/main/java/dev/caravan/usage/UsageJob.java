package dev.caravan.usage;

import dev.caravan.engine.SqlSession;
import dev.caravan.run.Lease;
import dev.caravan.sources.Source;

/**
 * A work item in the stages' hands.
 *
 * @param rowsIn events in the parts, by their footers
 * @param complete whether nothing of the period is missing
 * @param inputs fingerprint of what was read
 */
public record UsageJob(Lease lease, Source source, SqlSession session, long rowsIn, boolean complete, String inputs) {}

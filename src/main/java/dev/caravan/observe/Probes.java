package dev.caravan.observe;

import dev.caravan.dataset.ObjectStore;
import dev.caravan.platform.PipelineException;
import dev.caravan.run.LedgerFigures;
import dev.caravan.run.LedgerFigures.Unclaimed;
import dev.caravan.search.SearchAdmin;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/** What is looked at. */
final class Probes {

    private static final String LEDGER_SILENT = "ledger-unreachable";

    private Probes() {}

    static Probe ledger(LedgerFigures ledger) {
        return new Probe("ledger", LEDGER_SILENT, () -> {
            asked(ledger::now);
            return "the control database answers";
        });
    }

    static Probe s3(ObjectStore objects, Duration timeout) {
        return new Probe("s3", "s3-unreachable", () -> {
            objects.check(timeout);
            return "the bucket is there";
        });
    }

    static Probe search(SearchAdmin search, Duration timeout) {
        return new Probe("opensearch", "opensearch-unreachable", () -> {
            search.check(timeout);
            return "OpenSearch answers";
        });
    }

    /** @param max how long an item may wait while nobody works on anything */
    static Probe work(LedgerFigures ledger, Duration max) {
        return new Probe("work", LEDGER_SILENT, () -> {
            Unclaimed unclaimed = asked(ledger::unclaimed);
            String waiting = unclaimed.items() + " items could be done, the oldest for "
                    + unclaimed.oldest().toSeconds() + " s";
            if (unclaimed.oldest().compareTo(max) > 0 && unclaimed.quiet().compareTo(max) > 0) {
                throw new PipelineException.Transient(
                        "work-unclaimed",
                        waiting + ", and nobody works; is there a worker with their rules version?",
                        null);
            }
            return waiting;
        });
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            // the innermost has the reason; those around it speak of pools
            throw new PipelineException.Transient(
                    "ledger-unreachable",
                    "the control database does not answer: "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                    e);
        }
    }
}

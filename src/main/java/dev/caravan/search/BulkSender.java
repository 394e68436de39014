package dev.caravan.search;

import java.util.List;
import org.opensearch.client.opensearch.core.bulk.BulkOperation;

/** Sends one bulk request; in the service this is the route {@code search.bulk}. */
public interface BulkSender {

    /** @return what became of each operation, in the order of the request */
    List<BulkOutcome.Item> send(List<BulkOperation> operations);
}

package dev.caravan.search;

import dev.caravan.platform.Milestones;
import dev.caravan.platform.Pause;
import dev.caravan.platform.PipelineException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.opensearch.client.opensearch._types.VersionType;
import org.opensearch.client.opensearch.core.bulk.BulkOperation;

/**
 * Indexes documents in requests that are bounded in number and bytes, and answers for every one of them. A document
 * replaces one with the same id unless that was written under a greater token. For one thread.
 */
public final class Bulk {

    private static final Pause PAUSE = Pause.asleep("Stopped while OpenSearch was busy");

    private final BulkSender sender;
    private final SearchSettings settings;
    private final String index;
    private final long token;
    private final List<BulkOperation> pending = new ArrayList<>();
    private long pendingBytes;
    private long indexed;

    /** @param token the fencing token of the work item */
    public Bulk(BulkSender sender, SearchSettings settings, String index, long token) {
        this.sender = sender;
        this.settings = settings;
        this.index = index;
        this.token = token;
    }

    /**
     * @param bytes of the document as JSON, or more
     * @throws PipelineException as {@link #flush}
     */
    public void add(String id, Object document, int bytes) {
        if (!pending.isEmpty()
                && (pending.size() >= settings.bulkDocuments() || pendingBytes + bytes > settings.bulkBytes())) {
            flush();
        }
        pending.add(BulkOperation.of(operation -> operation.index(request -> request.index(index)
                .id(id)
                .version(token)
                .versionType(VersionType.ExternalGte)
                .document(document))));
        pendingBytes += bytes;
    }

    /**
     * Sends what is pending, again and again what the cluster was too busy for.
     *
     * @throws PipelineException.Abandoned when a later claim of the work item has written documents
     * @throws PipelineException.Permanent {@code opensearch-rejected} with the first reasons
     * @throws PipelineException.Transient {@code opensearch-busy} when it stays busy
     */
    public void flush() {
        List<BulkOperation> batch = List.copyOf(pending);
        pending.clear();
        pendingBytes = 0;
        for (int tries = 0; !batch.isEmpty(); tries++) {
            List<BulkOperation> sent = batch;
            List<BulkOutcome.Item> answer = sender.send(sent);
            if (answer.size() != sent.size()) {
                throw new PipelineException.Transient(
                        "opensearch-busy",
                        sent.size() + " documents were sent, " + answer.size() + " are answered for",
                        null);
            }
            BulkOutcome outcome = BulkOutcome.of(answer);
            indexed += outcome.indexed();
            Milestones.reached("usage.bulk-sent");
            refuse(outcome);
            batch = outcome.retry().stream().map(sent::get).toList();
            if (!batch.isEmpty()) {
                if (tries >= settings.resends()) {
                    throw new PipelineException.Transient(
                            "opensearch-busy",
                            batch.size() + " documents were not taken in " + tries + " resends",
                            null);
                }
                PAUSE.of(settings.resendDelay().multipliedBy(1L << tries));
            }
        }
    }

    private static void refuse(BulkOutcome outcome) {
        if (!outcome.superseded().isEmpty()) {
            throw new PipelineException.Abandoned(
                    outcome.superseded().size() + " documents were written under a later claim");
        }
        if (!outcome.rejected().isEmpty()) {
            String reasons = outcome.rejected().stream()
                    .limit(3)
                    .map(item -> item.id() + ": " + item.error())
                    .collect(Collectors.joining("; "));
            throw new PipelineException.Permanent(
                    "opensearch-rejected",
                    outcome.rejected().size() + " documents were rejected, among them " + reasons);
        }
    }

    /** Documents that the cluster has confirmed. */
    public long indexed() {
        return indexed;
    }
}

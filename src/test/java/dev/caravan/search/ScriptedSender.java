package dev.caravan.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.opensearch.client.opensearch.core.bulk.BulkOperation;

/** Remembers the ids of every request; each request answers by the next script, and with success when there is none. */
final class ScriptedSender implements BulkSender {

    final List<List<String>> requests = new ArrayList<>();
    final List<BulkOperation> operations = new ArrayList<>();
    private final Deque<Map<String, Integer>> scripts = new ArrayDeque<>();

    /** @param statuses by id, of those that do not succeed */
    ScriptedSender then(Map<String, Integer> statuses) {
        scripts.add(statuses);
        return this;
    }

    @Override
    public List<BulkOutcome.Item> send(List<BulkOperation> sent) {
        List<String> ids = sent.stream()
                .map(operation -> String.valueOf(operation.index().id()))
                .toList();
        requests.add(ids);
        operations.addAll(sent);
        Map<String, Integer> statuses = scripts.isEmpty() ? Map.of() : scripts.pop();
        return ids.stream()
                .map(id -> new BulkOutcome.Item(
                        id, statuses.getOrDefault(id, 201), statuses.containsKey(id) ? "reason of " + id : null))
                .toList();
    }
}

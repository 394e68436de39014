package dev.caravan.observe;

import dev.caravan.run.WorkItem;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.core.LogEvent;
import org.jspecify.annotations.Nullable;

/** The logs of items that are being worked on, found by what a line says of its item. Safe for many threads. */
final class OpenLogs<T> {

    private final Map<String, T> logs = new ConcurrentHashMap<>();

    /** @return the one that the item had before */
    @Nullable
    T put(WorkItem item, T log) {
        return logs.put(item.runId() + "/" + item.id(), log);
    }

    /** @return whether it was there */
    boolean remove(WorkItem item, T log) {
        return logs.remove(item.runId() + "/" + item.id(), log);
    }

    @Nullable
    T of(LogEvent line) {
        return logs.get(line.getContextData().getValue("run") + "/"
                + line.getContextData().getValue("item"));
    }

    Collection<T> all() {
        return logs.values();
    }
}

package dev.caravan.run;

import java.util.Map;
import org.slf4j.MDC;

/**
 * While this is open, every log line of the thread that opened it says which item it is about: {@code run}, {@code item},
 * {@code site} and {@code period}. To be closed by the same thread, which then has what it had before.
 */
public final class ItemLog implements AutoCloseable {

    private final Map<String, String> before = MDC.getCopyOfContextMap();

    public ItemLog(WorkItem item) {
        MDC.put("run", item.runId());
        MDC.put("item", Long.toString(item.id()));
        MDC.put("site", item.subject());
        MDC.put("period", item.unit());
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}

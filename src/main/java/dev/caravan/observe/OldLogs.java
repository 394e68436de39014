package dev.caravan.observe;

import dev.caravan.dataset.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** Removes the logs of attempts that have been kept for long enough, and nothing else. Safe to repeat. */
public final class OldLogs {

    private static final Pattern OURS =
            Pattern.compile("[^/]+/year=\\d+/month=\\d+/day=\\d+/run=[^/]+/item-\\d+-attempt-\\d+\\.jsonl");

    private final ObjectStore store;
    private final RunLogSettings settings;
    private final Clock clock;

    /** @param store of the logs' folder */
    public OldLogs(ObjectStore store, RunLogSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** @return how many were removed; 0 when no logs are put on S3 */
    public int sweep() {
        if (settings.prefix().isEmpty()) {
            return 0;
        }
        Instant before = clock.instant().minus(settings.age());
        List<String> old = store.list("").stream()
                .filter(log -> OURS.matcher(log.key()).matches())
                .filter(log -> log.modified().isBefore(before))
                .map(ObjectStore.Listed::key)
                .toList();
        old.forEach(store::delete);
        return old.size();
    }
}

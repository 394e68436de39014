package dev.caravan.run;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a work item stands.
 *
 * <pre>
 * READY ─▶ RUNNING ─▶ DONE ─▶ READY (inputs or rules changed, or asked for again)
 *   ▲         │ ├───▶ RETRY ─▶ RUNNING
 *   │         │ └───▶ DEAD ──▶ READY (retried by an operator)
 *   └─────────┘ given back, or lease ended
 * any state but DONE ─▶ CANCELLED ─▶ READY (by an operator)
 * </pre>
 */
public enum State {
    READY,
    RUNNING,
    RETRY,
    DONE,
    DEAD,
    CANCELLED;

    /** The states that may follow this one; every statement of the ledger keeps to them. */
    public Set<State> next() {
        return switch (this) {
            case READY, RETRY -> EnumSet.of(RUNNING, CANCELLED, READY);
            case RUNNING -> EnumSet.of(RUNNING, READY, RETRY, DONE, DEAD, CANCELLED);
            case DEAD -> EnumSet.of(READY, CANCELLED);
            case DONE, CANCELLED -> EnumSet.of(READY);
        };
    }

    /** Whether work on the item is still to come by itself. */
    public boolean open() {
        return this == READY || this == RUNNING || this == RETRY;
    }
}

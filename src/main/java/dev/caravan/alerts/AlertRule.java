package dev.caravan.alerts;

import java.util.List;

/** A kind of thing that can be wrong, asked of the ledger each time anew: it remembers nothing. */
interface AlertRule {

    /** What holds now; the keys begin with the rule's name and a slash. */
    List<Cause> causes();

    /** Whether a cause of this rule's holds no longer only because it is too old to be looked at. */
    default boolean forgets(String cause) {
        return false;
    }
}

package dev.caravan.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named points in a work item between which a crash must do no harm. Each is one DEBUG line of the logger
 * {@code caravan.milestone}; the crash tests stop a real process at every one of them.
 */
public final class Milestones {

    private static final Logger LOG = LoggerFactory.getLogger("caravan.milestone");

    private Milestones() {}

    /** @param point {@code <package>.<what>}, for example {@code matomo.manifest-written} */
    public static void reached(String point) {
        LOG.debug(point);
    }
}

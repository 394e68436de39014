package dev.caravan.crash;

import dev.caravan.Caravan;
import dev.caravan.platform.Milestones;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The program with one thread that hangs: the one that is the n-th to reach a milestone ({@link Milestones}). It says
 * {@code REACHED <milestone>} first. Everything else goes on, heart-beats too, until the process is killed; it ends by
 * itself when its standard input closes, so that it does not outlive who started it.
 *
 * <p>Arguments: the milestone, n, and those of the program.
 */
public final class StoppedAt {

    static final String REACHED = "REACHED ";

    /** Instead of a milestone: every thread hangs at the one that its work item's subject is named after. */
    static final String OWN = "own";

    private StoppedAt() {}

    public static void main(String[] args) {
        if (args[0].equals(OWN)) {
            AtMilestone unused = AtMilestone.every(StoppedAt::hangAtOwn);
        } else {
            AtMilestone unused = AtMilestone.run(args[0], Integer.parseInt(args[1]), () -> hang(args[0]));
        }
        Thread parent = new Thread(StoppedAt::awaitParent, "parent");
        parent.setDaemon(true);
        parent.start();
        Caravan.main(Arrays.copyOfRange(args, 2, args.length));
    }

    private static void awaitParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is said to us
            }
        } catch (IOException e) {
            // the same as the end of the input
        }
        Runtime.getRuntime().halt(1);
    }

    private static boolean hangAtOwn(String milestone, String subject) {
        if (milestone.endsWith("." + subject)) {
            hang(milestone);
        }
        return false;
    }

    private static void hang(String milestone) {
        System.out.println(REACHED + milestone);
        System.out.flush();
        while (true) {
            LockSupport.park();
        }
    }
}

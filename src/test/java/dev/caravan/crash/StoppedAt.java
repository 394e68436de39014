package dev.caravan.crash;

import dev.caravan.Caravan;
import dev.caravan.platform.Milestones;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * The program with one thread that hangs: the one that is the n-th to reach a milestone ({@link Milestones}). It says
 * {@code REACHED <milestone>} first. Everything else goes on, heart-beats too, until the process is killed; it ends by
 * itself when its standard input closes, so that it does not outlive who started it.
 *
 * <p>Arguments: the milestone, n, and those of the program.
 */
public final class StoppedAt {

    static final String REACHED = "REACHED ";

    private StoppedAt() {}

    public static void main(String[] args) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        LoggerConfig milestones = new LoggerConfig("caravan.milestone", Level.DEBUG, false);
        HangingAppender appender = new HangingAppender(args[0], Integer.parseInt(args[1]));
        appender.start();
        milestones.addAppender(appender, Level.DEBUG, null);
        context.getConfiguration().addLogger(milestones.getName(), milestones);
        context.updateLoggers();

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

    private static final class HangingAppender extends AbstractAppender {

        private final String milestone;
        private final int time;
        private final AtomicInteger reached = new AtomicInteger();

        HangingAppender(String milestone, int time) {
            super("milestones", null, null, false, Property.EMPTY_ARRAY);
            this.milestone = milestone;
            this.time = time;
        }

        @Override
        public void append(LogEvent event) {
            if (event.getMessage().getFormattedMessage().equals(milestone) && reached.incrementAndGet() == time) {
                System.out.println(REACHED + milestone);
                System.out.flush();
                while (true) {
                    LockSupport.park();
                }
            }
        }
    }
}
